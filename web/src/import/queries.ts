import { useInfiniteQuery, useQuery, type InfiniteData } from '@tanstack/vue-query';
import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { api, ifMatch, ok } from '@/api/client';
import type { ImportRow, Reading } from '@/api/model';
import { queryClient } from '@/api/query_client';

export function useImports(query: MaybeRefOrGetter<Record<string, unknown>>) {
  return useQuery({
    queryKey: computed(() => ['imports', toValue(query)]),
    queryFn: () => ok(api.GET('/api/imports', { params: { query: toValue(query) } })),
    placeholderData: (previous) => previous,
  });
}

export function useImport(id: MaybeRefOrGetter<number>) {
  return useQuery({
    queryKey: computed(() => ['import', toValue(id)]),
    queryFn: () => ok(api.GET('/api/imports/{id}', { params: { path: { id: toValue(id) } } })),
    // A file without a job to follow is looked at again until it has been read.
    refetchInterval: (query) =>
      query.state.data?.state === 'reading' && !query.state.data.job_id ? 800 : false,
  });
}

export type Show = 'all' | 'doubtful' | 'repaired' | 'undecided';
type RowPages = InfiniteData<{ items: ImportRow[]; next: string | null; total: number }>;

/** A part at a time: a document may have thousands of rows. */
export function useImportRows(id: MaybeRefOrGetter<number>, show: MaybeRefOrGetter<Show>) {
  return useInfiniteQuery({
    queryKey: computed(() => ['import', toValue(id), 'rows', toValue(show)]),
    queryFn: ({ pageParam }) =>
      ok(
        api.GET('/api/imports/{id}/rows', {
          params: {
            path: { id: toValue(id) },
            query: { show: toValue(show), limit: 40, after: pageParam },
          },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchOnWindowFocus: false,
  });
}

export function useDecisions(id: MaybeRefOrGetter<number>) {
  return useQuery({
    queryKey: computed(() => ['import', toValue(id), 'decisions']),
    queryFn: () => ok(api.GET('/api/imports/{id}/decisions', { params: { path: { id: toValue(id) } } })),
  });
}

/** A judged row stays where it is in every view that shows it, until the view is chosen anew. */
export async function judge(id: number, row: ImportRow, decision: ImportRow['decision'], reading?: Reading) {
  const saved = await ok(
    api.PUT('/api/imports/{id}/rows/{seq}', {
      params: { path: { id, seq: row.seq }, header: ifMatch(row.version) },
      body: { decision, reading: reading ?? row.reading },
    }),
  );
  queryClient.setQueriesData<RowPages>(
    { queryKey: ['import', id, 'rows'] },
    (rows) =>
      rows && {
        ...rows,
        pages: rows.pages.map((page) => ({
          ...page,
          items: page.items.map((each) => (each.seq === row.seq ? { ...each, ...saved } : each)),
        })),
      },
  );
  await queryClient.invalidateQueries({ queryKey: ['import', id, 'decisions'] });
}

/** All rows have been judged at once: what is shown begins from the top again. */
export async function restartRows(id: number) {
  await Promise.all([
    queryClient.resetQueries({ queryKey: ['import', id, 'rows'] }),
    queryClient.invalidateQueries({ queryKey: ['import', id, 'decisions'] }),
  ]);
}

/** After what an import stored has come or gone. */
export function refreshStored(id: number) {
  refreshImport(id);
  for (const kind of ['actions', 'findings', 'controls', 'events', 'questions', 'my_page']) {
    void queryClient.invalidateQueries({ queryKey: [kind] });
  }
}

export function refreshImport(id: number) {
  void queryClient.invalidateQueries({ queryKey: ['import', id] });
  void queryClient.invalidateQueries({ queryKey: ['imports'] });
}
