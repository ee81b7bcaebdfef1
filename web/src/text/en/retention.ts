// Retention: what is removed, what is kept.
export const retention = {
  'retention.title': 'Retention',
  'retention.lead':
    'Technical data is removed by itself. All else is kept until you have a decision on disposal and enter it here. Each removal is in the log.',
  'retention.kind': 'What',
  'retention.rule': 'Rule',
  'retention.now': 'To remove today',
  'retention.by': 'According to',
  'retention.change': 'Change',
  'retention.kind.session': 'Ended sessions',
  'retention.kind.sign_in_failure': 'Failed sign-ins',
  'retention.kind.job': 'Background work',
  'retention.kind.api_token': 'API keys that have expired',
  'retention.kind.import': 'Files that were read and never stored',
  'retention.kind.report_file': 'Report files (PDF, Word, Excel)',
  'retention.kind.log_read': 'The log: reads',
  'retention.kind.log_export': 'The log: exports',
  'retention.kind.log_sign_in': 'The log: signing in and out',
  'retention.from.session': 'Counted from the last use. Address and browser.',
  'retention.from.sign_in_failure': 'Counted from the last attempt. Checksums only.',
  'retention.from.job': 'Counted from when the work was done.',
  'retention.from.api_token': 'Counted from the key’s last day.',
  'retention.from.import': 'Counted from the reading. Rows that were stored keep their source.',
  'retention.from.report_file':
    'Counted from when the file was made. The report stays, and the file can be made again.',
  'retention.from.log_read':
    'Counted from the read, a whole month at a time. What was drawn for a log review is kept, and the month waits until the review has been signed for three months.',
  'retention.from.log_export':
    'Counted from the export, a whole month at a time. What was drawn for a log review is kept, and the month waits until the review has been signed for three months.',
  'retention.from.log_sign_in': 'Counted from the sign-in, a whole month at a time.',
  'retention.waiting': (count: string) => `${count} wait for a log review`,
  'retention.log_how':
    'Only what the entries say is removed. The number and checksum of each are kept, and the removal is signed in the log, so that it cannot be taken for a change.',
  'retention.lacks_key':
    'Nothing is removed from the log: the installation’s signing key (signing.key in the data folder) is missing or cannot be read. Without it a removal cannot be told from a change.',
  'retention.broken_at': (entry: string) =>
    `Nothing is removed from the log: entry ${entry} has been changed. Look into that first, with rimlig audit verify.`,
  'retention.kept': 'Kept',
  'retention.kept_hint': 'Never removed by the program.',
  'retention.remove': 'Removed',
  'retention.remove_hint':
    'Removed each day when the time has passed, the day after you save at the earliest.',
  'retention.removed_after': (days: number) =>
    days === 1 ? 'Removed after 1 day' : `Removed after ${days} days`,
  'retention.due': (count: string, oldest: string) => `${count}, the oldest from ${oldest}`,
  'retention.nothing_due': 'Nothing',
  'retention.no_decision': 'Without reference',
  'retention.own_rule': 'The program’s own rule',
  'retention.undecided': 'No decision on removal',
  'retention.days': 'Days',
  'retention.days_hint': (least: number) => (least === 1 ? 'At least 1 day.' : `At least ${least} days.`),
  'retention.decision': 'Decision on disposal',
  'retention.decision_hint': 'For example the records schedule, with date and section.',
  'retention.decision_hint_technical': 'Not needed, since the data is only technical.',
  'retention.would': (count: string, oldest: string) =>
    `With that time ${count} are removed at the next run, the oldest from ${oldest}. It cannot be undone.`,
  'retention.would_nothing': 'With that time there is nothing to remove today.',
  'retention.always': 'Always kept',
  'retention.always_text': 'For this there is no disposal in the program.',
  'retention.always.work':
    'Actions, controls, unwanted events and findings, with history, comments and evidence',
  'retention.always.report': 'Rounds, answers and reports',
  'retention.always.log':
    'The changes, decisions and removals in the log, which are the proof of all the rest, and the number and checksum of each entry',
  'retention.always.review': 'Log reviews, with the reads and exports that were drawn',
  'retention.always.person': 'The organisation, people and roles',
};
