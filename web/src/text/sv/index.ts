// Swedish, the original of every text. One part per subject.
import { access } from './access';
import { action } from './action';
import { common } from './common';
import { control } from './control';
import { factor } from './factor';
import { identity } from './identity';
import { importing } from './import';
import { kit } from './kit';
import { lint } from './lint';
import { org } from './org';
import { orgfile } from './orgfile';
import { passkey } from './passkey';
import { provider } from './provider';
import { reorganisation } from './reorganisation';
import { roles } from './roles';
import { round } from './round';
import { shell } from './shell';
import { substitute } from './substitute';
import { template } from './template';
import { token } from './token';
import { view } from './view';

export const sv = {
  ...kit,
  ...shell,
  ...substitute,
  ...template,
  ...token,
  ...view,
  ...common,
  ...factor,
  ...identity,
  ...access,
  ...action,
  ...control,
  ...importing,
  ...lint,
  ...org,
  ...orgfile,
  ...passkey,
  ...provider,
  ...reorganisation,
  ...roles,
  ...round,
};
