export const access = {
  'access.restrict': 'Restrict access',
  'access.restricted': 'Restricted access',
  'access.badge': 'Restricted',
  'access.change': 'Change who may read',
  'access.lift': 'Lift the restriction',
  'access.lift_text.finding':
    'Everybody with access to the unit may read the finding again, with its reviews and history. Actions that were restricted are lifted one by one.',
  'access.lift_text.action':
    'Everybody with access to the unit may read the action again, with its evidence, comments and history.',
  'access.lifted': 'The restriction is lifted',
  'access.saved': 'Access is restricted',
  'access.changed': 'The circle is changed',
  'access.what_happens.finding':
    'Only those chosen here may read the finding and its reviews. Others with access to the unit see that it exists, and who decided. Auditors read, and every read is logged.',
  'access.what_happens.action':
    'Only those chosen here may read the action and what belongs to it. Others with access to the unit see that it exists, and who decided. Auditors read, and every read is logged.',
  'access.reason': 'Why',
  'access.reason_hint': 'Shown only to those who may read. Name no private persons.',
  'access.reason_required': 'Write why access is restricted.',
  'access.members': 'May read',
  'access.members_hint.finding':
    'At least one must be able to change findings, and at least one to decide on access. If you take yourself away you no longer see the finding.',
  'access.members_hint.action':
    'At least one must be able to change actions, and at least one to decide on access. If you take yourself away you no longer see the action.',
  'access.members_required': 'Choose at least one person who may read.',
  'access.add': 'Add a person',
  'access.remove': (name: string) => `Take away ${name}`,
  'access.remove_short': 'Take away',
  'access.substitutes': 'Their substitutes may read too',
  'access.substitutes_too': 'Their substitutes may read too.',
  'access.read_by': (names: string) => `Read by ${names}.`,
  'access.because': (reason: string) => `Reason: ${reason}`,
  'access.decided': (who: string, when: string) => `Decided by ${who} ${when}`,
  'access.actions_too': (count: number) =>
    count === 1 ? 'Restrict its action too' : `Restrict its ${count} actions too`,
  'access.actions_too_hint': (count: number) =>
    count === 1
      ? 'It gets the same circle, and is lifted by itself. Otherwise others read it as before, and see that it belongs to something restricted.'
      : 'They get the same circle, and are lifted one by one. Otherwise others read them as before, and see that they belong to something restricted.',
  'access.same_circle': 'Restrict the action to the same circle as the finding',
  'access.same_circle_hint':
    'Otherwise everybody with access to the unit can read the action, and sees that it belongs to something restricted.',
  'access.exist.action': (count: number) =>
    count === 1 ? '1 action has restricted access' : `${count} actions have restricted access`,
  'access.none_readable.action': 'No actions that you may read',
  'access.none_readable.finding': 'No findings that you may read',
  'access.none_readable_text': 'What there is has restricted access and is read by those who were chosen.',
  'access.exist.finding': (count: number) =>
    count === 1 ? '1 finding has restricted access' : `${count} findings have restricted access`,
  'access.ask': (who: string) => `Ask ${who} if you need it.`,
  'access.not_in_round': (count: number) =>
    count === 1
      ? '1 action has restricted access and is not reported here.'
      : `${count} actions have restricted access and are not reported here.`,
};
