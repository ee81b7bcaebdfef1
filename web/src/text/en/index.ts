// English, with the same keys and parameters as the Swedish original.
import type { Texts, Translation } from '../t';
import { action } from './action';
import { common } from './common';
import { control } from './control';
import { identity } from './identity';
import { importing } from './import';
import { kit } from './kit';
import { round } from './round';
import { shell } from './shell';

export const en: Translation<Texts> = {
  ...kit,
  ...shell,
  ...common,
  ...identity,
  ...action,
  ...control,
  ...importing,
  ...round,
};
