// Who is signed in and what they may do. Loaded once before the first screen.
import { computed, shallowRef } from 'vue';
import { ApiProblem, api, ok, setCsrf } from '@/api/client';
import type { Session } from '@/api/model';
import { queryClient } from '@/api/query_client';
import { chooseLanguage, language, type Language } from '@/text/t';

export const session = shallowRef<Session | null>(null);

export function keepSession(found: Session | null) {
  session.value = found;
  setCsrf(found?.csrf ?? '');
  // A choice made in this browser wins over the one kept with the account.
  if (found && !localStorage.getItem('language') && found.language !== language.value) {
    void chooseLanguage(found.language);
  }
}

/** Changes the language here and keeps it with the account, so that it follows to the next computer. */
export async function changeLanguage(chosen: Language) {
  await chooseLanguage(chosen);
  if (session.value) await api.PUT('/api/session/language', { body: { language: chosen } });
}

type SessionState = 'signed_in' | 'signed_out' | 'setup_needed';

export async function loadSession(): Promise<SessionState> {
  if (session.value) return 'signed_in';
  try {
    keepSession(await ok(api.GET('/api/session')));
    return 'signed_in';
  } catch (thrown) {
    if (!(thrown instanceof ApiProblem)) throw thrown;
    const setup = await api.GET('/api/setup');
    return setup.data?.needed ? 'setup_needed' : 'signed_out';
  }
}

/** What may have changed since the page was opened: whom the person stands in for, and so what they may do. */
export async function refreshSession() {
  keepSession(await ok(api.GET('/api/session')));
}

/** Gives the provider's address where the person goes on to sign out there too, if that is where the session began. */
export async function signOut(): Promise<string | null> {
  // Asked while the session is open. Without an answer the session here ends all the same.
  const elsewhere = await api.GET('/api/session/provider-sign-out').catch(() => null);
  await api.DELETE('/api/session');
  keepSession(null);
  queryClient.clear();
  return elsewhere?.data?.address ?? null;
}

export const can = (permission: string) => session.value?.permissions.includes(permission) ?? false;
/** Where the person works, which a new thing most likely is about. */
export const ownUnit = (): number | null => session.value?.roles[0]?.unit_id ?? null;
export const today = computed(() => session.value?.today ?? new Date().toISOString().slice(0, 10));
