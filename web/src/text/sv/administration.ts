// Swedish texts that only administration, the log and one's own account show: fetched with their pages.
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
