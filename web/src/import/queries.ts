import { useQuery } from '@tanstack/vue-query';
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

/** All rows of one document: a person judges them together, so they are fetched together. */
async function allRows(id: number): Promise<ImportRow[]> {
  const rows: ImportRow[] = [];
  let after: string | undefined;
  do {
    const page = await ok(
      api.GET('/api/imports/{id}/rows', { params: { path: { id }, query: { limit: 100, after } } }),
    );
    rows.push(...page.items);
    after = page.next ?? undefined;
  } while (after);
  return rows;
}

export function useImportRows(id: MaybeRefOrGetter<number>, enabled: MaybeRefOrGetter<boolean>) {
  return useQuery({
    queryKey: computed(() => ['import', toValue(id), 'rows']),
    queryFn: () => allRows(toValue(id)),
    enabled: computed(() => toValue(enabled)),
    refetchOnWindowFocus: false,
  });
}

export async function judge(id: number, row: ImportRow, decision: ImportRow['decision'], reading?: Reading) {
  const saved = await ok(
    api.PUT('/api/imports/{id}/rows/{seq}', {
      params: { path: { id, seq: row.seq }, header: ifMatch(row.version) },
      body: { decision, reading: reading ?? row.reading },
    }),
  );
  queryClient.setQueryData<ImportRow[]>(['import', id, 'rows'], (rows) =>
    rows?.map((each) => (each.seq === row.seq ? { ...each, ...saved } : each)),
  );
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
