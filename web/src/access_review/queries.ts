import { useQuery } from '@tanstack/vue-query';
import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { api, ok } from '@/api/client';
import { queryClient } from '@/api/query_client';
import type { AccessReviewView, ReviewState, Verdict } from '@/api/model';
import type { Shape, Tone } from '@/kit/BadgeMark.vue';

export const verdicts: Verdict[] = ['justified', 'unclear', 'unjustified'];
export const verdictLooks: Record<Verdict, { shape: Shape; tone: Tone }> = {
  justified: { shape: 'disc', tone: 'ok' },
  unclear: { shape: 'half', tone: 'warn' },
  unjustified: { shape: 'diamond', tone: 'bad' },
};
export const stateLooks: Record<ReviewState, { shape: Shape; tone: Tone }> = {
  open: { shape: 'half', tone: 'info' },
  done: { shape: 'disc', tone: 'ok' },
  empty: { shape: 'ring', tone: 'calm' },
};

export function useAccessReview(id: MaybeRefOrGetter<number>) {
  return useQuery({
    queryKey: computed(() => ['access-review', toValue(id)]),
    queryFn: () => ok(api.GET('/api/access-reviews/{id}', { params: { path: { id: toValue(id) } } })),
  });
}

/** What the server answered takes the entry's place, so that a judgement does not fetch all the others again. */
export function keepEntry(reviewId: number, entry: AccessReviewView['entries'][number]) {
  queryClient.setQueryData<AccessReviewView>(
    ['access-review', reviewId],
    (view) => view && { ...view, entries: view.entries.map((one) => (one.id === entry.id ? entry : one)) },
  );
  void queryClient.invalidateQueries({ queryKey: ['access-reviews'] });
  void queryClient.invalidateQueries({ queryKey: ['my_page'] });
}

export function refreshAccessReviews() {
  for (const kind of ['access-reviews', 'access-review', 'my_page'])
    void queryClient.invalidateQueries({ queryKey: [kind] });
}
