// A person's named views of the action list: what the list is asked, as the query of its address.
import { useQuery } from '@tanstack/vue-query';
import { api, ifMatch, ok } from '@/api/client';
import type { SavedView } from '@/api/model';
import { queryClient } from '@/api/query_client';

/** The same question is the same text, in whatever order its parts were chosen. */
export function canonical(asked: Record<string, string | undefined>): string {
  const parts = Object.entries(asked).filter((part): part is [string, string] => Boolean(part[1]));
  return new URLSearchParams(parts.sort(([a], [b]) => (a < b ? -1 : 1))).toString();
}
export const partsOf = (query: string) => Object.fromEntries(new URLSearchParams(query));

export function useSavedViews() {
  return useQuery({
    queryKey: ['saved_views'],
    queryFn: () => ok(api.GET('/api/saved-views')),
    staleTime: 300_000,
  });
}

const refresh = () => queryClient.invalidateQueries({ queryKey: ['saved_views'] });

export async function saveView(name: string, query: string) {
  const saved = await ok(api.POST('/api/saved-views', { body: { name, query } }));
  await refresh();
  return saved;
}

export async function changeView(view: SavedView, change: { name: string; query?: string }) {
  const saved = await ok(
    api.PUT('/api/saved-views/{id}', {
      params: { path: { id: view.id }, header: ifMatch(view.version) },
      body: change,
    }),
  );
  await refresh();
  return saved;
}

export async function removeView(view: SavedView) {
  await ok(api.DELETE('/api/saved-views/{id}', { params: { path: { id: view.id } } }));
  await refresh();
}
