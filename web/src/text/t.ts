// Texts by key. Swedish is the original and always loaded, but for what only administration's pages show, which
// comes with them; another language comes whole when it is chosen.
import { shallowRef } from 'vue';
import { sv } from './sv';
import type { administration } from './sv/administration';

export type Texts = typeof sv & typeof administration;
export type Key = keyof Texts;
/** The same keys with the same parameters: a text missing from a language does not compile. */
export type Translation<T> = {
  [K in keyof T]: T[K] extends (...values: infer V) => string ? (...values: V) => string : string;
};
type Values<K extends Key> = Texts[K] extends (...values: infer V) => string ? V : [];
export type Language = 'sv' | 'en';

let swedish: Partial<Texts> & typeof sv = sv;
const current = shallowRef<Partial<Translation<Texts>>>(sv);
export const language = shallowRef<Language>('sv');

export function t<K extends Key>(key: K, ...values: Values<K>): string {
  const text = current.value[key] as string | ((...all: unknown[]) => string);
  return typeof text === 'function' ? text(...values) : text;
}

/** For keys that the server names, such as a field or a role: the name itself when we have no word. */
export function wordFor(prefix: string, name: string): string {
  const text = (current.value as Record<string, unknown>)[`${prefix}.${name}`];
  return typeof text === 'string' ? text : name;
}

/** What a page of administration needs before it is shown. */
export async function loadAdministrationTexts() {
  const { administration } = await import('./sv/administration');
  swedish = { ...sv, ...administration };
  if (language.value === 'sv') current.value = swedish;
}

export async function chooseLanguage(chosen: Language) {
  current.value = chosen === 'en' ? (await import('./en')).en : swedish;
  language.value = chosen;
  document.documentElement.lang = chosen;
  localStorage.setItem('language', chosen);
}
