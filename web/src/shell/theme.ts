// Light, dark, or as the system says. The choice stays in this browser.
import { ref } from 'vue';

export type Theme = 'auto' | 'light' | 'dark';
const kept = localStorage.getItem('theme');
export const theme = ref<Theme>(kept === 'light' || kept === 'dark' ? kept : 'auto');

export function applyTheme() {
  if (theme.value === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme.value;
}
export function chooseTheme(chosen: Theme) {
  theme.value = chosen;
  localStorage.setItem('theme', chosen);
  applyTheme();
}
