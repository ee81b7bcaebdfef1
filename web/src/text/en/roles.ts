export const roles = {
  'roles.title': 'Roles',
  'roles.intro':
    'A role is given to a person at a unit and reaches it and all below it. The program’s roles are given. Add your own where none of them fits.',
  'roles.new': 'New role',
  'roles.edit': 'Change the role',
  'roles.may': 'May do',
  'roles.may_hint':
    'Whoever may change something may also read it. People and organisation are the administrator’s to manage.',
  'roles.permissions': (count: number) => (count === 1 ? '1 permission' : `${count} permissions`),
  'roles.people': 'Persons',
  'roles.with_code': 'Requires two-step sign-in',
  'roles.remove': 'Remove the role',
  'roles.remove_text': 'The role can be given to nobody more. Only a role that nobody holds can be removed.',
  'roles.removed': 'The role is removed',
};
