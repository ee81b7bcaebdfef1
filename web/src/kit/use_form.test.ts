import { describe, expect, it } from 'vitest';
import { ApiProblem } from '@/api/client';
import type { Problem } from '@/api/model';
import { useForm } from './use_form';

const refuse = (problem: Partial<Problem>) =>
  new ApiProblem({ type: '', title: '', status: 422, code: 'invalid', detail: '', ...problem });

describe('useForm', () => {
  it('is dirty only when something differs from the start', () => {
    const form = useForm({ initial: { text: 'a' }, save: async () => true });
    expect(form.dirty).toBe(false);
    form.values.text = 'b';
    expect(form.dirty).toBe(true);
    form.values.text = 'a';
    expect(form.dirty).toBe(false);
  });

  it('puts every error of the server at its field', async () => {
    const form = useForm({
      initial: { reason: '', due: '' },
      save: () =>
        Promise.reject(
          refuse({
            errors: [
              { pointer: '/reason', code: 'required', detail: 'Skriv orsaken.' },
              { pointer: '/due', code: 'required', detail: '' },
            ],
          }),
        ),
    });
    expect(await form.submit()).toBeUndefined();
    expect(form.errors).toEqual({ reason: 'Skriv orsaken.', due: 'Fyll i fältet.' });
    expect(form.busy).toBe(false);
  });

  it('asks the server only when nothing is seen to be missing, and goes on when it is saved', async () => {
    const asked: string[] = [];
    const form = useForm({
      initial: { to: '' },
      check: ({ to }): Record<string, string> => (to ? {} : { to: 'Välj en status.' }),
      save: async ({ to }) => asked.push(to),
      saved: () => asked.push('saved'),
    });
    await form.submit();
    expect(form.errors).toEqual({ to: 'Välj en status.' });
    expect(asked).toEqual([]);
    form.values.to = 'done';
    await form.submit();
    expect(form.errors).toEqual({});
    expect(asked).toEqual(['done', 'saved']);
    expect(form.attempt).toBe(2);
  });

  it('keeps an unfinished form and forgets it when saved', async () => {
    const open = () => useForm({ initial: { text: '' }, draftKey: 'note', save: async () => true });
    const first = open();
    first.values.text = 'halvvägs';
    await Promise.resolve();
    const second = open();
    expect(second.values.text).toBe('halvvägs');
    expect(second.restored).toBe(true);
    await second.submit();
    expect(second.restored).toBe(false);
    expect(open().restored).toBe(false);
  });

  it('shows the change of another and saves over it only when asked (412)', async () => {
    const versions: number[] = [];
    const form = useForm({
      initial: { text: 'min' },
      version: 1,
      save: async (_values, version) => {
        versions.push(version);
        if (version === 1) {
          throw refuse({
            status: 412,
            code: 'stale',
            current: { text: 'din', version: 2 },
            changed_by: 'Elin',
          });
        }
        return 'saved';
      },
    });
    await form.submit();
    expect(form.conflict?.by).toBe('Elin');
    expect(form.values.text).toBe('min');
    expect(await form.saveAnyway()).toBe('saved');
    expect(versions).toEqual([1, 2]);
  });

  it('takes the new text of the other when asked (412)', async () => {
    const form = useForm({
      initial: { text: 'min' },
      version: 1,
      save: () =>
        Promise.reject(refuse({ status: 412, code: 'stale', current: { text: 'din', version: 2 } })),
    });
    await form.submit();
    form.takeTheirs();
    expect(form.values.text).toBe('din');
    expect(form.version).toBe(2);
    expect(form.conflict).toBeNull();
  });
});
