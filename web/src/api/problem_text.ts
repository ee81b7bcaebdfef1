// The server's refusals in words. Its own Swedish sentence wins; this is for codes and for other languages.
import { language, t, wordFor } from '@/text/t';
import { ApiProblem } from './client';

export function problemText(code: string): string {
  const text = wordFor('problem', code);
  return text === code ? t('problem.unknown') : text;
}

export function problemMessage(thrown: unknown): string {
  if (!(thrown instanceof ApiProblem)) return t('problem.unknown');
  if (language.value === 'sv' && thrown.problem.detail) return thrown.problem.detail;
  const text = wordFor('problem', thrown.code);
  return text === thrown.code ? thrown.problem.detail || t('problem.unknown') : text;
}
