// English, with the same keys and parameters as administration's Swedish original.
import { org } from './org';
import { orgfile } from './orgfile';
import { reorganisation } from './reorganisation';
import { retention } from './retention';
import { review } from './review';
import { roles } from './roles';
import { token } from './token';

export const administration = {
  ...org,
  ...orgfile,
  ...reorganisation,
  ...retention,
  ...review,
  ...roles,
  ...token,
};
