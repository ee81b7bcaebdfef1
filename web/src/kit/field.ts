// What every field has in common. A form's errors reach its fields by name, so that none can forget to show one,
// and two forms on one screen may ask for the same thing without their fields being mixed up.
import { computed, inject, provide, useId, type InjectionKey } from 'vue';

export interface FieldProps {
  label: string;
  name?: string;
  hint?: string;
  error?: string;
  optional?: boolean;
  wide?: boolean;
}

interface FormOfFields {
  idOf: (name: string) => string;
  errorOf: (name: string) => string | undefined;
}
const key: InjectionKey<FormOfFields> = Symbol('form');

/** Called by what surrounds the fields. */
export function provideForm(errors: () => Record<string, string>) {
  const form = useId();
  const idOf = (name: string) => `${form}-${name}`;
  provide(key, { idOf, errorOf: (name) => errors()[name] });
  return { idOf };
}

/** For what asks for several fields at once: the error of any of them. */
export const useErrorOf = () => inject(key, undefined)?.errorOf ?? (() => undefined);

/** The id of a field, and what is wrong with it: the error given to it, else the form's for its name. */
export function useField(field: () => { name?: string; hint?: string; error?: string }) {
  const form = inject(key, undefined);
  const fallback = useId();
  const id = computed(() => {
    const { name } = field();
    return name ? (form?.idOf(name) ?? `field-${name}`) : fallback;
  });
  const problem = computed(() => {
    const { name, error } = field();
    return error || (name ? form?.errorOf(name) : undefined);
  });
  const described = computed(
    () =>
      [field().hint && `${id.value}-hint`, problem.value && `${id.value}-error`].filter(Boolean).join(' ') ||
      undefined,
  );
  return { id, problem, described };
}
