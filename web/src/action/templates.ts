// The library of standard actions: what it holds, and saving a change of it.
import { useQuery } from '@tanstack/vue-query';
import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { api, ifMatch, ok } from '@/api/client';
import type { ActionTemplate, TemplateDraft } from '@/api/model';
import { queryClient } from '@/api/query_client';

type Asked = Record<string, string | number | boolean | undefined>;

export function useTemplates(query: MaybeRefOrGetter<Asked>, enabled: MaybeRefOrGetter<boolean> = true) {
  return useQuery({
    queryKey: computed(() => ['templates', toValue(query)]),
    queryFn: () => ok(api.GET('/api/action-templates', { params: { query: toValue(query) } })),
    enabled: computed(() => toValue(enabled)),
    placeholderData: (previous) => previous,
  });
}

export function useTemplate(id: MaybeRefOrGetter<number | null | undefined>) {
  return useQuery({
    queryKey: computed(() => ['templates', toValue(id)]),
    queryFn: () => ok(api.GET('/api/action-templates/{id}', { params: { path: { id: toValue(id) ?? 0 } } })),
    enabled: computed(() => Boolean(toValue(id))),
  });
}

export function refreshTemplates() {
  void queryClient.invalidateQueries({ queryKey: ['templates'] });
}

export async function saveTemplate(
  before: ActionTemplate | undefined,
  draft: TemplateDraft,
  version: number,
) {
  const saved = before
    ? await ok(
        api.PUT('/api/action-templates/{id}', {
          params: { path: { id: before.id }, header: ifMatch(version) },
          body: draft,
        }),
      )
    : await ok(api.POST('/api/action-templates', { body: draft }));
  refreshTemplates();
  return saved;
}

/** Stops offering it, or offers it again; the actions that came of it stay as they are. */
export async function setRetired(template: ActionTemplate, version: number, retired: boolean) {
  const { unit_id, text } = template;
  return saveTemplate(template, { unit_id, text, retired }, version);
}
