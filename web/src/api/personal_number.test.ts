import { describe, expect, test, vi } from 'vitest';
import { onPersonalNumber, sendAsking } from './personal_number';

function stopped(detail: string, codes = ['personal_number']) {
  const errors = codes.map((code) => ({ pointer: '/analysis', code, detail }));
  return new Response(JSON.stringify({ status: 422, code: 'invalid', detail, errors }), { status: 422 });
}
const change = (method = 'POST') =>
  new Request('http://localhost/api/actions', { method, body: '{"text":"x"}' });

describe('S1-12: a personal identity number', () => {
  test('is asked about, and the request is sent again when the person certifies', async () => {
    onPersonalNumber(() => Promise.resolve(true));
    const sent: string[] = [];
    const send = vi.fn(async (request: Request) => {
      sent.push(`${request.headers.get('X-Certified') ?? '-'} ${await request.text()}`);
      return sent.length === 1 ? stopped('ett') : new Response('{}', { status: 201 });
    });
    expect((await sendAsking(change(), send)).status).toBe(201);
    expect(sent).toEqual(['- {"text":"x"}', 'not-personal-number {"text":"x"}']);
  });

  test('rests in a draft that is saved at every pause, and is asked about each time a person sends', async () => {
    const ask = vi.fn(() => Promise.resolve(false));
    onPersonalNumber(ask);
    const send = () => Promise.resolve(stopped('två'));
    for (let time = 0; time < 3; time += 1) expect((await sendAsking(change('PUT'), send)).status).toBe(422);
    expect(ask).toHaveBeenCalledTimes(1);
    for (let time = 0; time < 2; time += 1) expect((await sendAsking(change('POST'), send)).status).toBe(422);
    expect(ask).toHaveBeenCalledTimes(3);
  });

  test('among other faults is shown at its field, not asked about', async () => {
    const ask = vi.fn(() => Promise.resolve(true));
    onPersonalNumber(ask);
    const answer = await sendAsking(change(), () =>
      Promise.resolve(stopped('tre', ['personal_number', 'required'])),
    );
    expect(answer.status).toBe(422);
    expect(ask).not.toHaveBeenCalled();
  });
});
