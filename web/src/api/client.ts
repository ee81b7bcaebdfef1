// One client for the whole application: adds the CSRF token, turns every refusal into an ApiProblem.
import createClient from 'openapi-fetch';
import type { Problem } from './model';
import type { paths } from './api.gen';
import { sendAsking } from './personal_number';

export class ApiProblem extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail || problem.title);
    this.name = 'ApiProblem';
  }
  get status() {
    return this.problem.status;
  }
  get code() {
    return this.problem.code;
  }
}

let csrf = '';
let whenSignedOut: () => void = () => undefined;

export function setCsrf(token: string) {
  csrf = token;
}
/** Called when the server says that the session is gone. */
export function onSignedOut(listener: () => void) {
  whenSignedOut = listener;
}

export const api = createClient<paths>({
  baseUrl: globalThis.location?.origin ?? '',
  fetch: (request) => sendAsking(request, (one) => globalThis.fetch(one)),
});

api.use({
  onRequest({ request }) {
    if (request.method !== 'GET') request.headers.set('X-CSRF-Token', csrf);
    return request;
  },
});

/** What went wrong when no server of ours said it. */
function withoutAnswer(code: string, status = 0, title = code): Problem {
  return { type: 'about:blank', title, status, code, detail: '' };
}

async function problemOf(response: Response, body: unknown): Promise<Problem> {
  if (typeof body === 'object' && body !== null && 'code' in body) {
    return { ...(body as Problem), status: response.status };
  }
  return withoutAnswer('unknown', response.status, response.statusText);
}

/** Refusals of somebody who is not signed in yet. */
const signingIn = ['wrong_sign_in', 'sign_in_again'];

interface Answered<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** Waits for the answer and gives its body, or throws what the server said was wrong. */
export async function ok<T>(sent: Promise<Answered<T>>): Promise<T> {
  let answered: Answered<T>;
  try {
    answered = await sent;
  } catch {
    throw new ApiProblem(withoutAnswer('offline'));
  }
  const { data, error, response } = answered;
  if (response.ok) return data as T;
  const problem = await problemOf(response, error);
  if (response.status === 401 && !signingIn.includes(problem.code)) whenSignedOut();
  throw new ApiProblem(problem);
}

export function ifMatch(version: number) {
  return { 'If-Match': `"${version}"` };
}

/** Sends a file as it is. Not with fetch, which cannot tell how far an upload has come. */
export function upload<T>(address: string, file: File, progress: (share: number) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `${address}?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader('X-CSRF-Token', csrf);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.responseType = 'json';
    request.upload.onprogress = (event) => progress(event.total ? event.loaded / event.total : 0);
    request.onload = () => {
      if (request.status < 300) return resolve(request.response as T);
      const body = request.response as Problem | null;
      reject(new ApiProblem(body ?? withoutAnswer('unknown', request.status)));
    };
    request.onerror = () => reject(new ApiProblem(withoutAnswer('offline')));
    request.send(file);
  });
}
