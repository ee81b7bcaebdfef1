// What a list shows (search, filters, order, page) lives in the address, so that a view is a link.
import { computed } from 'vue';
import { useRoute, useRouter } from 'vue-router';

const pageSize = 25;

export function useList(defaultSort: string, filterNames: readonly string[] = []) {
  const route = useRoute();
  const router = useRouter();
  const text = (name: string) => {
    const value = route.query[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };

  function go(changes: Record<string, string | undefined>, push = false) {
    const merged = { ...route.query, ...changes };
    const query = Object.fromEntries(Object.entries(merged).filter(([, value]) => value));
    return push ? router.push({ query }) : router.replace({ query });
  }

  const sort = computed(() => text('sort') ?? defaultSort);
  const filters = computed(() => Object.fromEntries(['q', ...filterNames].map((name) => [name, text(name)])));
  const page = computed(() => Number(text('page') ?? 1));
  // A changed question starts over from the first page.
  const set = (name: string, value: string | number | null | undefined) =>
    go({ [name]: value ? String(value) : undefined, after: undefined, page: undefined });

  return {
    sort,
    filters,
    page,
    /** The parameters of the request, ready to send. */
    query: computed(() => ({ ...filters.value, sort: sort.value, after: text('after'), limit: pageSize })),
    filtered: computed(() => Object.values(filters.value).some(Boolean)),
    from: computed(() => (page.value - 1) * pageSize + 1),
    /** A filter as a field's model. */
    choice: (name: string) =>
      computed({
        get: () => filters.value[name] ?? null,
        set: (value: string | null) => void set(name, value),
      }),
    set,
    setSort: (value: string) => go({ sort: value, after: undefined, page: undefined }),
    clear: () => router.replace({ query: {} }),
    next: (cursor: string) => go({ after: cursor, page: String(page.value + 1) }, true),
    first: () => go({ after: undefined, page: undefined }, true),
  };
}
export type ListState = ReturnType<typeof useList>;
