// How a status looks, which fields a change to it asks for, and the order they stand in everywhere.
import type { Shape, Tone } from '@/kit/BadgeMark.vue';
import type { Status, StatusChange } from '@/api/model';

export const statuses: Status[] = [
  'not_started',
  'in_progress',
  'delayed',
  'done',
  'part_of_routine',
  'not_done',
  'cancelled',
];

export const looks: Record<Status, { shape: Shape; tone: Tone }> = {
  not_started: { shape: 'ring', tone: 'calm' },
  in_progress: { shape: 'half', tone: 'info' },
  delayed: { shape: 'diamond', tone: 'warn' },
  done: { shape: 'disc', tone: 'ok' },
  part_of_routine: { shape: 'square', tone: 'ok' },
  not_done: { shape: 'cross', tone: 'bad' },
  cancelled: { shape: 'slash', tone: 'calm' },
};

export type StatusField = Exclude<keyof StatusChange, 'to' | 'done_on'>;

/** Exactly the fields that the change needs. A reason for no evidence only when there is none. */
export function fieldsFor(to: Status | null, hasEvidence: boolean): StatusField[] {
  switch (to) {
    case 'done':
      return [
        'analysis',
        ...(hasEvidence ? [] : ['no_evidence_reason' as const]),
        'effect',
        'effect_review_on',
      ];
    case 'delayed':
      return ['reason', 'due'];
    case 'not_done':
      return ['reason'];
    case 'part_of_routine':
      return ['document_ref', 'recurring_control_id'];
    case 'cancelled':
      return ['reason', 'decided_by'];
    case 'not_started':
    case 'in_progress':
      return ['analysis'];
    case null:
      return [];
  }
}
