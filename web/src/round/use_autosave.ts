// Saves a draft shortly after the last change, one request at a time, and says how it went.
import { onBeforeUnmount, ref } from 'vue';

type SaveState = 'idle' | 'saving' | 'saved' | 'failed';

export function useAutosave(save: () => Promise<unknown>, wait = 600) {
  const state = ref<SaveState>('idle');
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> = Promise.resolve();

  function now(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    state.value = 'saving';
    running = running.then(async () => {
      try {
        await save();
        state.value = timer ? 'saving' : 'saved';
      } catch {
        state.value = 'failed';
        timer = setTimeout(() => void now(), 5000);
      }
    });
    return running;
  }
  function later() {
    clearTimeout(timer);
    state.value = 'saving';
    timer = setTimeout(() => void now(), wait);
  }
  function stop() {
    clearTimeout(timer);
    timer = undefined;
  }
  onBeforeUnmount(() => {
    if (timer) void now();
  });
  return { state, now, later, stop, pending: () => timer !== undefined };
}
