// A text that seems to hold a personal identity number is not stored until the person has certified that it
// is something else. The server stops it; here the question is asked once, and the same request sent again.
import type { Problem } from './model';

type Ask = (question: Problem) => Promise<boolean>;

let ask: Ask = () => Promise.resolve(false);
/** When a question was answered "no". A draft is sent at every pause in writing, and the same question then
 *  rests for a while; what a person sends themselves is always asked about. */
const declined = new Map<string, number>();
const rest = 30_000;

export function onPersonalNumber(asker: Ask) {
  ask = asker;
}

function numbersIn(problem: Problem) {
  return (problem.errors ?? []).filter((error) => error.code === 'personal_number');
}

/** Sends a change; when it is stopped for a personal identity number alone, asks, and sends it certified. */
export async function sendAsking(request: Request, send: (request: Request) => Promise<Response>) {
  const again = request.method === 'GET' ? null : request.clone();
  const response = await send(request);
  if (response.status !== 422 || !again) return response;
  const problem = (await response
    .clone()
    .json()
    .catch(() => null)) as Problem | null;
  const numbers = problem ? numbersIn(problem) : [];
  if (!problem || numbers.length === 0 || numbers.length !== problem.errors?.length) return response;
  const key = [request.url, ...numbers.map((error) => error.pointer + error.detail)].join('\n');
  const resting = request.method === 'PUT' && Date.now() - (declined.get(key) ?? -rest) < rest;
  if (resting) return response;
  if (!(await ask(problem))) {
    declined.set(key, Date.now());
    return response;
  }
  again.headers.set('X-Certified', 'not-personal-number');
  return send(again);
}
