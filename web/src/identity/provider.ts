// Signing in through one of the municipality's providers: where to go, what came back, and out again.
import { useQuery } from '@tanstack/vue-query';
import { computed } from 'vue';
import { api, ok } from '@/api/client';
import { t } from '@/text/t';

export const providersQuery = {
  queryKey: ['providers'],
  queryFn: () => ok(api.GET('/api/sign-in/providers')),
};

const lastUsed = 'provider';

/** Leaves the page. A higher level is asked for when the one that was reached did not do. */
export async function leaveFor(name: string, to: string, level: number | null = null) {
  const { address } = await ok(
    api.POST('/api/sign-in/providers/{name}/start', { params: { path: { name } }, body: { to, level } }),
  );
  sessionStorage.setItem(lastUsed, name);
  globalThis.location.assign(address);
}

/** The provider that this window last left for. */
export const lastProvider = () => sessionStorage.getItem(lastUsed) ?? '';

/** What the provider sent back stands in the address, and must not stay there. */
export function takeAnswer() {
  const given = new URLSearchParams(globalThis.location.search);
  const field = (name: string) => given.get(name) ?? '';
  return { state: field('state'), code: field('code'), error: field('error'), iss: field('iss') };
}

export const finish = (answer: ReturnType<typeof takeAnswer>) =>
  ok(api.POST('/api/sign-in/return', { body: answer }));

/** 3 for "level_3_needed". */
export const levelNeeded = (code: string) => Number(/^level_(\d)_needed$/.exec(code)?.[1] ?? 0) || null;

/** The operator's settings, for administrators. */
export const settingsQuery = {
  queryKey: ['provider-settings'],
  queryFn: () => ok(api.GET('/api/sign-in/settings')),
};

/** Whether any provider can vouch for a level: otherwise nothing can demand one. */
export function useLevels() {
  const { data } = useQuery(settingsQuery);
  return { offered: computed(() => data.value?.items.some((one) => one.levels.length) ?? false) };
}

export const levelOptions = () => [
  { value: null, label: t('provider.level_none') },
  ...[2, 3, 4].map((level) => ({ value: level as number | null, label: t('provider.level_number', level) })),
];
