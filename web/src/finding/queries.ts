import { useQuery } from '@tanstack/vue-query';
import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { api, ok } from '@/api/client';
import { queryClient } from '@/api/query_client';
import type { Assessment } from '@/api/model';
import type { Shape, Tone } from '@/kit/BadgeMark.vue';

export const assessments: Assessment[] = ['meets', 'partly', 'does_not_meet', 'not_assessed'];
export const bases = ['efficiency', 'reporting', 'goal_fulfilment', 'budget', 'compliance'] as const;
export const causes = ['routine_missing', 'unknown_to_staff', 'known_not_followed'] as const;
export const looks: Record<Assessment, { shape: Shape; tone: Tone }> = {
  meets: { shape: 'disc', tone: 'ok' },
  partly: { shape: 'half', tone: 'warn' },
  does_not_meet: { shape: 'diamond', tone: 'bad' },
  not_assessed: { shape: 'ring', tone: 'calm' },
};

export function useFindings(query: MaybeRefOrGetter<Record<string, unknown>>) {
  return useQuery({
    queryKey: computed(() => ['findings', toValue(query)]),
    queryFn: () => ok(api.GET('/api/findings', { params: { query: toValue(query) } })),
    placeholderData: (previous) => previous,
  });
}

export function useFinding(id: MaybeRefOrGetter<number>) {
  return useQuery({
    queryKey: computed(() => ['finding', toValue(id)]),
    queryFn: () => ok(api.GET('/api/findings/{id}', { params: { path: { id: toValue(id) } } })),
  });
}

export function refreshFindings() {
  for (const kind of ['findings', 'finding', 'action', 'actions'])
    void queryClient.invalidateQueries({ queryKey: [kind] });
}
