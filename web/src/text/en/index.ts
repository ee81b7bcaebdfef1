// English, with the same keys and parameters as the Swedish original.
import type { Texts, Translation } from '../t';
import { access } from './access';
import { action } from './action';
import { administration } from './administration';
import { common } from './common';
import { control } from './control';
import { factor } from './factor';
import { identity } from './identity';
import { importing } from './import';
import { kit } from './kit';
import { lint } from './lint';
import { passkey } from './passkey';
import { provider } from './provider';
import { round } from './round';
import { shell } from './shell';
import { substitute } from './substitute';
import { template } from './template';
import { view } from './view';

export const en: Translation<Texts> = {
  ...kit,
  ...shell,
  ...substitute,
  ...template,
  ...view,
  ...common,
  ...factor,
  ...identity,
  ...access,
  ...action,
  ...administration,
  ...control,
  ...importing,
  ...lint,
  ...passkey,
  ...provider,
  ...round,
};
