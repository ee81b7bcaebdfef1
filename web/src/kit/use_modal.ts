// A native dialog, open for as long as its component lives. Focus goes back to where it came from.
import { onBeforeUnmount, onMounted, type ShallowRef } from 'vue';

export function useModal(element: Readonly<ShallowRef<HTMLDialogElement | null>>) {
  const cameFrom = document.activeElement as HTMLElement | null;
  onMounted(() => element.value?.showModal());
  onBeforeUnmount(() => {
    element.value?.close();
    cameFrom?.focus();
  });
}
