// A reorganisation as the server has it, and its steps as sentences.
import { useQuery } from '@tanstack/vue-query';
import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { api, ifMatch, ok } from '@/api/client';
import type { Reorganisation, ReorganisationStep } from '@/api/model';
import { queryClient } from '@/api/query_client';
import { t } from '@/text/t';

const at = (id: number) => ({ path: { id } });

export function useReorganisation(id: MaybeRefOrGetter<number>) {
  return useQuery({
    queryKey: computed(() => ['reorganisations', toValue(id)]),
    queryFn: () => ok(api.GET('/api/reorganisations/{id}', { params: at(toValue(id)) })),
  });
}

/** What it would change as things stand, asked anew whenever the plan has another version. */
export function usePreview(plan: MaybeRefOrGetter<Reorganisation | undefined>) {
  return useQuery({
    queryKey: computed(() => ['reorganisations', toValue(plan)?.id, 'preview', toValue(plan)?.version]),
    queryFn: () => ok(api.GET('/api/reorganisations/{id}/preview', { params: at(toValue(plan)?.id ?? 0) })),
    enabled: computed(() => toValue(plan) !== undefined),
  });
}

export async function refreshOrganisation() {
  await queryClient.invalidateQueries({ queryKey: ['reorganisations'] });
  // What was moved is shown on every other screen too.
  void queryClient.invalidateQueries();
}

export function saveReorganisation(plan: Reorganisation, changes: Partial<Reorganisation>) {
  const { unit_id, name, day, steps } = { ...plan, ...changes };
  return ok(
    api.PUT('/api/reorganisations/{id}', {
      params: { ...at(plan.id), header: ifMatch(plan.version) },
      body: { unit_id, name, day, steps },
    }),
  );
}

type Move = 'plan' | 'unplan' | 'undo';
export function moveReorganisation(plan: Reorganisation, move: Move) {
  const params = { ...at(plan.id), header: ifMatch(plan.version) };
  if (move === 'plan') return ok(api.POST('/api/reorganisations/{id}/plan', { params }));
  if (move === 'unplan') return ok(api.POST('/api/reorganisations/{id}/unplan', { params }));
  return ok(api.POST('/api/reorganisations/{id}/undo', { params }));
}

export function carryOut(plan: Reorganisation, digest: string) {
  const params = { ...at(plan.id), header: ifMatch(plan.version) };
  return ok(api.POST('/api/reorganisations/{id}/carry-out', { params, body: { digest } }));
}

export function partName(
  step: ReorganisationStep,
  part: number,
  nameOf: (id: number | null) => string,
): string {
  const chosen = step.parts[part];
  return chosen?.unit_id ? nameOf(chosen.unit_id) : (chosen?.name ?? '');
}

export function sentence(step: ReorganisationStep, nameOf: (id: number | null) => string): string {
  const units = step.unit_ids.map((id) => nameOf(id)).join(', ');
  switch (step.kind) {
    case 'merge':
      return t('reorganisation.says.merge', units, step.into_id ? nameOf(step.into_id) : step.name);
    case 'split':
      return t(
        'reorganisation.says.split',
        units,
        step.parts.map((_, index) => partName(step, index, nameOf)).join(', '),
      );
    case 'move':
      return t('reorganisation.says.move', units, nameOf(step.parent_id));
    case 'rename':
      return t('reorganisation.says.rename', units, step.name);
    case 'end':
      return t('reorganisation.says.end', units, step.into_id ? nameOf(step.into_id) : '');
  }
}
