// When one part of the screen gives way to another, the keyboard and the reading voice follow: to the first
// field of what came, or to its heading. Browsers honour autofocus only once a page.
import { nextTick, watch, type ShallowRef, type WatchSource } from 'vue';

export function useFollowingFocus(element: Readonly<ShallowRef<HTMLElement | null>>, stage: WatchSource) {
  watch(stage, async () => {
    await nextTick();
    const first =
      element.value?.querySelector<HTMLElement>('form input') ??
      element.value?.querySelector<HTMLElement>('h1, h2');
    first?.focus();
  });
}
