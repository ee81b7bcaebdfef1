// Swedish, the original of every text. One part per subject.
import { action } from './action';
import { common } from './common';
import { control } from './control';
import { identity } from './identity';
import { importing } from './import';
import { kit } from './kit';
import { round } from './round';
import { shell } from './shell';

export const sv = { ...kit, ...shell, ...common, ...identity, ...action, ...control, ...importing, ...round };
