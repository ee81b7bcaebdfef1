// Texts by key. Swedish is the original and always loaded; another language comes when it is chosen.
import { shallowRef } from 'vue';
import { sv } from './sv';

export type Texts = typeof sv;
export type Key = keyof Texts;
/** The same keys with the same parameters: a text missing from a language does not compile. */
export type Translation<T> = {
  [K in keyof T]: T[K] extends (...values: infer V) => string ? (...values: V) => string : string;
};
type Values<K extends Key> = Texts[K] extends (...values: infer V) => string ? V : [];
export type Language = 'sv' | 'en';

const current = shallowRef<Translation<Texts>>(sv);
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

export async function chooseLanguage(chosen: Language) {
  current.value = chosen === 'en' ? (await import('./en')).en : sv;
  language.value = chosen;
  document.documentElement.lang = chosen;
  localStorage.setItem('language', chosen);
}
