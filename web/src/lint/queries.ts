// What the inbox asks the server for, and what an answer makes stale.
import { useInfiniteQuery } from '@tanstack/vue-query';
import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { api, ok } from '@/api/client';
import type { Question } from '@/api/model';
import { queryClient } from '@/api/query_client';
import { wordFor } from '@/text/t';

export function refreshQuestions() {
  for (const kind of ['questions', 'question_groups', 'actions', 'action', 'finding', 'my_page', 'round']) {
    void queryClient.invalidateQueries({ queryKey: [kind] });
  }
}

/** "results/0" is one of several texts under one heading. */
export const fieldWord = (field: string) => wordFor('field', field.replace(/\/\d+$/, ''));

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

/** The open questions that are the same as this one, in pages that follow each other. */
export function useGroupMembers(first: MaybeRefOrGetter<number>, unit: MaybeRefOrGetter<number | undefined>) {
  const query = useInfiniteQuery({
    queryKey: computed(() => ['questions', 'same_as', toValue(first), toValue(unit)]),
    queryFn: ({ pageParam }) =>
      ok(
        api.GET('/api/lint/questions', {
          params: {
            query: {
              state: 'open',
              same_as: toValue(first),
              unit: toValue(unit),
              limit: 25,
              after: pageParam,
            },
          },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: (previous) => previous,
  });
  const questions = computed(() => query.data.value?.pages.flatMap((page) => page.items));
  return { ...query, questions };
}
