// Passkeys (WebAuthn) as the page meets them: what the server asks, what the browser answers, and what a browser
// says when it does not go well, in words.
import { api, ApiProblem, ok } from '@/api/client';
import type { PasskeyAnswer, PasskeyOffer, PasskeyQuestion, Proof, SecondFactor } from '@/api/model';
import { problemText } from '@/api/problem_text';

export const passkeysWork = () => globalThis.isSecureContext && 'PublicKeyCredential' in globalThis;

function bytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (c) => c.charCodeAt(0));
}
function text(buffer: ArrayBuffer): string {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
const descriptors = (ids: string[]) => ids.map((id) => ({ type: 'public-key' as const, id: bytes(id) }));

const codes: Record<string, string> = {
  NotAllowedError: 'passkey_cancelled',
  AbortError: 'passkey_cancelled',
  InvalidStateError: 'passkey_known',
  SecurityError: 'passkey_address',
};
function refuse(code: string): never {
  throw new ApiProblem({ type: 'about:blank', title: code, status: 0, code, detail: problemText(code) });
}
async function asked(work: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  if (!passkeysWork()) refuse('passkey_unsupported');
  let found: Credential | null = null;
  try {
    found = await work();
  } catch (thrown) {
    refuse((thrown instanceof DOMException && codes[thrown.name]) || 'passkey_unsupported');
  }
  if (!(found instanceof PublicKeyCredential)) refuse('passkey_cancelled');
  return found;
}

/** Has a key made: in the computer, in a phone or on a ring of keys, whichever the person chooses. */
export async function makePasskey(offer: PasskeyOffer) {
  const made = await asked(() =>
    navigator.credentials.create({
      publicKey: {
        challenge: bytes(offer.challenge),
        rp: { id: offer.site, name: 'Rimlig' },
        user: { id: bytes(offer.user_handle), name: offer.user_name, displayName: offer.display_name },
        pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: 'public-key', alg })),
        excludeCredentials: descriptors(offer.known),
        authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
        attestation: 'none',
      },
    }),
  );
  const response = made.response as AuthenticatorAttestationResponse;
  return {
    client_data: text(response.clientDataJSON),
    authenticator_data: text(response.getAuthenticatorData()),
  };
}

export async function usePasskey(question: PasskeyQuestion): Promise<PasskeyAnswer> {
  if (!question.keys.length) refuse('passkey_none_here');
  const found = await asked(() =>
    navigator.credentials.get({
      publicKey: {
        challenge: bytes(question.challenge),
        rpId: question.site,
        allowCredentials: descriptors(question.keys),
        userVerification: 'preferred',
      },
    }),
  );
  const response = found.response as AuthenticatorAssertionResponse;
  return {
    credential_id: text(found.rawId),
    client_data: text(response.clientDataJSON),
    authenticator_data: text(response.authenticatorData),
    signature: text(response.signature),
  };
}

/** What is shown again before the account is weakened: the password, and a code or, without one, a key. */
export async function proofOf(current: string, code: string, factor?: SecondFactor): Promise<Proof> {
  if (!factor?.on) return { current };
  if (code || !factor.passkeys) return { current, code };
  return { current, passkey: await usePasskey(await ok(api.POST('/api/passkeys/question'))) };
}
