import { describe, expect, it } from 'vitest';
import { ApiProblem } from '@/api/client';
import { useAttempt } from './use_attempt';

describe('useAttempt', () => {
  it('says why the server refused, and that again only when it does', async () => {
    const seen: number[] = [];
    const { busy, problem, attempt } = useAttempt((why) => seen.push(why.status));
    const refusal = { type: '', title: '', status: 412, code: 'stale', detail: 'Någon annan hann före.' };
    const refused = attempt(() => Promise.reject(new ApiProblem(refusal)));
    expect(busy.value).toBe(true);
    expect(await refused).toBe(false);
    expect([busy.value, problem.value, seen]).toEqual([false, 'Någon annan hann före.', [412]]);
    expect(await attempt(() => Promise.resolve())).toBe(true);
    expect(problem.value).toBe('');
  });

  it('hides no fault of the page itself', async () => {
    const { busy, attempt } = useAttempt();
    await expect(attempt(() => Promise.reject(new TypeError('fault')))).rejects.toThrow('fault');
    expect(busy.value).toBe(false);
  });
});
