import type { Question } from '@/api/model';
import { queryClient } from '@/api/query_client';

export function refreshQuestions() {
  for (const kind of ['questions', 'actions', 'action', 'finding', 'my_page', 'round']) {
    void queryClient.invalidateQueries({ queryKey: [kind] });
  }
}

const places: Record<string, string> = {
  action: '/actions',
  finding: '/findings',
  control: '/controls',
  event: '/events',
  import: '/imports',
};

export function objectLink(question: Question): string | undefined {
  const place = places[question.object_kind];
  return place && `${place}/${question.object_id}`;
}
