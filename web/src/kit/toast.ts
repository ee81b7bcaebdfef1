// Short messages after something was done, with a way back where the server can undo it.
import { reactive } from 'vue';

export interface Toast {
  id: number;
  text: string;
  undo?: () => unknown;
}

export const toasts = reactive<Toast[]>([]);
let last = 0;

export function dismiss(id: number) {
  const index = toasts.findIndex((toast) => toast.id === id);
  if (index >= 0) toasts.splice(index, 1);
}

export function showToast(text: string, undo?: () => unknown) {
  last += 1;
  const id = last;
  // One at a time: "Ångra" takes back the latest change, so an older offer would take back the wrong one.
  toasts.splice(0, toasts.length, { id, text, undo });
  setTimeout(() => dismiss(id), 8000);
}
