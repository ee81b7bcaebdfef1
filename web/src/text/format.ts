// Dates, sizes and numbers as people write them. Dates stay ISO text everywhere else.
import { language } from './t';

const locale = () => (language.value === 'en' ? 'en-GB' : 'sv-SE');

/** "22 november 2026", "november 2026" or "2026": no more precision than was given (S0-14). */
export function longDate(date: string | null | undefined): string {
  if (!date) return '';
  const [year, month, day] = date.slice(0, 10).split('-').map(Number);
  if (!month) return String(year);
  const at = new Date(Date.UTC(year ?? 0, month - 1, day ?? 1));
  return new Intl.DateTimeFormat(locale(), {
    timeZone: 'UTC',
    year: 'numeric',
    month: 'long',
    ...(day ? { day: 'numeric' } : {}),
  }).format(at);
}

/** "22 nov" this year, "22 nov 2025" otherwise. */
export function shortDate(date: string | null | undefined): string {
  if (!date) return '';
  const [year, month, day] = date.slice(0, 10).split('-').map(Number);
  if (!month) return String(year);
  const at = new Date(Date.UTC(year ?? 0, month - 1, day ?? 1));
  const thisYear = year === new Date().getFullYear();
  return new Intl.DateTimeFormat(locale(), {
    timeZone: 'UTC',
    month: 'short',
    ...(day ? { day: 'numeric' } : {}),
    ...(thisYear ? {} : { year: 'numeric' }),
  })
    .format(at)
    .replace('.', '');
}

export function moment(instant: string | null | undefined): string {
  if (!instant) return '';
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(instant),
  );
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to.slice(0, 10)) - Date.parse(from.slice(0, 10))) / 86_400_000);
}

export function fileSize(bytes: number): string {
  const units = ['byte', 'kB', 'MB', 'GB'];
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  const digits = unit > 0 && size < 10 ? 1 : 0;
  return `${new Intl.NumberFormat(locale(), { maximumFractionDigits: digits }).format(size)} ${units[unit]}`;
}

export function wholeNumber(value: number): string {
  return new Intl.NumberFormat(locale()).format(value);
}

/** A share is always computed from its part and whole, never typed. */
export function share(part: number, whole: number): string {
  if (whole === 0) return '–';
  return new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: 1 }).format(part / whole);
}

export const actionNumber = (number: number) => `ÅT-${number}`;
