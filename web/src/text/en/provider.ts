import type { provider as original } from '../sv/provider';
import type { Translation } from '../t';

export const provider: Translation<typeof original> = {
  'provider.sign_in_with': (label) => `Sign in with ${label}`,
  'provider.or_password': 'or with e-mail and password',
  'provider.again': 'Try again',
  'provider.again_with_level': (level) => `Sign in again at assurance level ${level}`,
  'provider.other_way': 'Sign in another way',
  'provider.signed_in_via': (label) => `Signed in via ${label}`,
  'provider.gave_role': 'By the sign-in provider',
  'provider.linked': (label, at) => `Linked to ${label} since ${at}.`,
  'provider.unlink': 'Remove link',
  'provider.unlinked': 'The link is removed',
  'provider.unlink_question': (name) => `Remove the link of ${name}?`,
  'provider.unlink_text':
    'Do so when the person has a new account at the sign-in provider. The next one who signs in there with the person’s verified e-mail address is linked instead.',
  'provider.level': 'Assurance level at sign-in',
  'provider.level_none': 'No demand',
  'provider.level_number': (level) => `Level ${level}`,
  'provider.level_demanded': (level) => `Demands assurance level ${level}`,
  'provider.levels_legend': 'Assurance level that the role demands',
  'provider.levels_hint':
    'Whoever holds the role, at any unit, can then only sign in through a provider that vouches for the level. A password does not do.',
  'provider.read_only': 'The settings stand in the operator’s file and can only be read here.',
  'provider.issuer': 'Issuer',
  'provider.client': 'Client',
  'provider.email_claim': 'Claim with the e-mail address',
  'provider.levels': 'Assurance levels',
  'provider.assignments': 'Roles that follow from signing in',
  'provider.assignment': (claim, value, role, unit) => `${claim} = ${value}: ${role} at ${unit}`,
  'provider.assignment_unknown': 'The role or the unit does not exist here',
  'problem.sign_in_again': 'Signing in took too long or was interrupted. Start over.',
  'problem.provider_down': 'The sign-in provider does not answer as it should. Wait a while and try again.',
  'problem.provider_denied':
    'Signing in was interrupted, or you may not sign in to Rimlig from there. Ask whoever runs the sign-in.',
  'problem.provider_unmet_level':
    'The sign-in provider could not sign you in at the level of assurance that is needed. Choose another way to sign in.',
  'problem.provider_error':
    'The sign-in provider could not sign you in. Try again, or ask whoever runs the sign-in.',
  'problem.provider_token':
    'The answer of the sign-in provider could not be trusted, so nobody was signed in. Tell whoever runs the sign-in if it happens again.',
  'problem.provider_no_email':
    'The sign-in provider gave no e-mail address, so we do not know who you are. Ask an administrator for help.',
  'problem.provider_unverified_email':
    'The sign-in provider has not confirmed that the e-mail address is yours. Ask an administrator for help.',
  'problem.provider_unknown_person':
    'Your e-mail address is not known in Rimlig. Ask an administrator to add you.',
  'problem.provider_other_account':
    'The e-mail address already belongs to another account at the sign-in provider. Ask an administrator to remove the link if you have a new one.',
  'problem.level_2_needed': 'Your role demands a sign-in at assurance level 2. Sign in again in such a way.',
  'problem.level_3_needed': 'Your role demands a sign-in at assurance level 3. Sign in again in such a way.',
  'problem.level_4_needed': 'Your role demands a sign-in at assurance level 4. Sign in again in such a way.',
};
