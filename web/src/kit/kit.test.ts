import { fireEvent, render, screen } from '@testing-library/vue';
import { describe, expect, it, vi } from 'vitest';
import { defineComponent, h, ref } from 'vue';
import BadgeMark from './BadgeMark.vue';
import ComboInput from './ComboInput.vue';
import DateField from './DateField.vue';
import ErrorSummary from './ErrorSummary.vue';
import FormBody from './FormBody.vue';
import RadioChoice from './RadioChoice.vue';
import SheetDialog from './SheetDialog.vue';
import TextField from './TextField.vue';
import { useForm } from './use_form';

describe('type to find', () => {
  const units = Array.from({ length: 20 }, (_, at) => ({ value: at + 1, label: `Enhet ${at + 1}` }));
  const options = [{ value: null, label: 'Alla enheter' }, ...units];

  it('offers the choice that means nothing chosen beside the others, and goes back to it', async () => {
    const { emitted } = render(ComboInput, { props: { id: 'unit', options, modelValue: 3 } });
    const input = screen.getByRole<HTMLInputElement>('combobox');
    expect(input.value).toBe('Enhet 3');
    await fireEvent.click(input);
    await fireEvent.click(await screen.findByRole('option', { name: 'Alla enheter' }));
    expect(emitted('update:modelValue')).toEqual([[null]]);
  });

  it('asks the server for what is typed, and leaves the words while the answer comes', async () => {
    const { emitted, rerender } = render(ComboInput, {
      props: { id: 'unit', options, modelValue: null, remote: true },
    });
    const input = screen.getByRole<HTMLInputElement>('combobox');
    input.focus();
    await fireEvent.update(input, 'arkiv');
    await vi.waitFor(() => expect(emitted('search')?.at(-1)).toEqual(['arkiv']));
    await rerender({ options: [options[0], { value: 77, label: 'Arkivering' }] });
    expect(input.value).toBe('arkiv');
    expect(screen.getAllByRole('option').map((option) => option.textContent)).toEqual(['Arkivering']);
  });
});

describe('fields', () => {
  it('tie label, hint and error to the control', () => {
    render(TextField, { props: { label: 'Orsak', name: 'reason', hint: 'Kort.', error: 'Skriv orsaken.' } });
    const input = screen.getByLabelText('Orsak');
    expect(input.id).toBe('field-reason');
    expect(input.getAttribute('aria-invalid')).toBe('true');
    expect(input.getAttribute('aria-describedby')).toBe('field-reason-hint field-reason-error');
  });

  it.each([
    ['20261130', '2026-11-30'],
    ['2026-1-2', '2026-01-02'],
    ['2026/11', '2026-11'],
    ['2026', '2026'],
    ['i höst', 'i höst'],
  ])('S0-14: a date typed as %s is kept as %s', async (typed, kept) => {
    const date = ref<string | null>(null);
    render(
      defineComponent(
        () => () =>
          h(DateField, {
            label: 'Klart senast',
            partial: true,
            modelValue: date.value,
            'onUpdate:modelValue': (value: string | null | undefined) => (date.value = value ?? null),
          }),
      ),
    );
    await fireEvent.update(screen.getByLabelText('Klart senast'), typed);
    await fireEvent.change(screen.getByLabelText('Klart senast'));
    expect(date.value).toBe(kept);
  });

  it('radio choices are one named group', () => {
    render(RadioChoice, {
      props: { legend: 'Hur är läget?', name: 'to', options: [{ value: 'done', label: 'Avslutad' }] },
    });
    expect(screen.getByRole('group', { name: 'Hur är läget?' }).id).toBe('field-to');
    expect(screen.getByRole('radio', { name: 'Avslutad' })).toBeTruthy();
  });
});

describe('error summary', () => {
  it('takes focus and leads to the field', async () => {
    document.body.innerHTML = '<input id="field-reason">';
    render(ErrorSummary, { props: { errors: { reason: 'Skriv orsaken.' } } });
    await Promise.resolve();
    expect(document.activeElement).toBe(screen.getByRole('alert'));
    await fireEvent.click(screen.getByRole('link', { name: 'Skriv orsaken.' }));
    expect(document.activeElement?.id).toBe('field-reason');
  });
});

describe('form', () => {
  it('shows each error at its field, whose id is its own among several forms', async () => {
    const open = () => {
      const form = useForm({
        initial: { reason: '' },
        check: () => ({ reason: 'Skriv orsaken.' }),
        save: async () => true,
      });
      return h(FormBody, { form, action: 'Skicka' }, () => h(TextField, { label: 'Orsak', name: 'reason' }));
    };
    const first = open();
    const second = open();
    render(defineComponent(() => () => [first, second]));
    const [input, other] = screen.getAllByLabelText('Orsak');
    expect(input?.id).not.toBe(other?.id);
    await fireEvent.click(screen.getAllByRole('button', { name: 'Skicka' })[1] as HTMLElement);
    expect(input?.getAttribute('aria-invalid')).toBeNull();
    expect(other?.getAttribute('aria-describedby')).toBe(`${other?.id}-error`);
    await fireEvent.click(screen.getByRole('link', { name: 'Skriv orsaken.' }));
    expect(document.activeElement).toBe(other);
  });
});

describe('badge', () => {
  it('S4-4: says the state in words, with a shape beside', () => {
    const { container } = render(BadgeMark, {
      props: { shape: 'diamond', tone: 'bad' },
      slots: { default: 'Sen' },
    });
    expect(container.textContent).toContain('Sen');
    expect(container.querySelector('svg[aria-hidden="true"] path')).toBeTruthy();
  });
});

describe('sheet', () => {
  it('is named by its heading and gives focus back', async () => {
    document.body.innerHTML = '<button id="opener">Öppna</button>';
    document.getElementById('opener')?.focus();
    const { unmount, emitted } = render(SheetDialog, { props: { title: 'Rapportera ÅT-103' } });
    const dialog = screen.getByRole('dialog', { name: 'Rapportera ÅT-103' });
    expect(dialog.hasAttribute('open')).toBe(true);
    await fireEvent(dialog, new Event('cancel', { cancelable: true }));
    expect(emitted('close')).toHaveLength(1);
    unmount();
    expect(document.activeElement?.id).toBe('opener');
  });
});
