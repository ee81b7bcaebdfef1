import { afterEach, describe, expect, it } from 'vitest';
import { fileSize, longDate, share, shortDate } from './format';
import { sv as core } from './sv';
import { administration } from './sv/administration';
import { en } from './en';
import { chooseLanguage, t } from './t';

const sv = { ...core, ...administration };
afterEach(() => chooseLanguage('sv'));

describe('texts', () => {
  it('exist in both languages, none empty', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(sv).sort());
    for (const text of [...Object.values(sv), ...Object.values(en)]) expect(text).not.toBe('');
  });
  it('follow the chosen language', async () => {
    expect(t('kit.save')).toBe('Spara');
    await chooseLanguage('en');
    expect(t('kit.save')).toBe('Save');
    expect(document.documentElement.lang).toBe('en');
  });
  it('never say a system word to the user', () => {
    for (const text of Object.values(sv)) {
      if (typeof text === 'string') expect(text).not.toMatch(/\b(objekt|instans|nod)\b/i);
    }
  });
});

describe('dates and figures', () => {
  it('S0-14: show no more precision than was given', () => {
    expect(longDate('2013')).toBe('2013');
    expect(longDate('2013-04')).toBe('april 2013');
    expect(longDate('2013-04-30')).toBe('30 april 2013');
    expect(shortDate('2013')).toBe('2013');
    expect(longDate(null)).toBe('');
  });
  it('compute a share from part and whole', () => {
    expect(share(21, 73)).toBe('28,8\u00a0%');
    expect(share(0, 0)).toBe('–');
  });
  it('write sizes for people', () => {
    expect(fileSize(980)).toBe('980 byte');
    expect(fileSize(182044)).toBe('182 kB');
    expect(fileSize(1_500_000)).toBe('1,5 MB');
  });
});
