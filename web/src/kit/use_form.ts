// A form over one object: what changed, a draft that survives leaving, the server's errors at their fields,
// and the other person's change when two have written at once.
import { computed, reactive, ref, shallowRef, toRaw, watch, type Ref } from 'vue';
import { ApiProblem } from '@/api/client';
import { problemText } from '@/api/problem_text';

export interface Conflict {
  current: Record<string, unknown>;
  by: string;
  at: string;
}

interface Options<T, R> {
  initial: T;
  version?: number;
  /** Where an unfinished form is kept in this browser. */
  draftKey?: string;
  /** What can be said before the server is asked: an error for each field that lacks something. */
  check?: (values: T) => Record<string, string>;
  save: (values: T, version: number) => Promise<R>;
  /** What follows when the server has taken it. */
  saved?: (result: R) => unknown;
}

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

export function useForm<T extends object, R = unknown>(options: Options<T, R>) {
  const start = shallowRef(copy(options.initial));
  const kept = options.draftKey ? localStorage.getItem(`draft:${options.draftKey}`) : null;
  const values = reactive({ ...copy(options.initial), ...(kept ? (JSON.parse(kept) as T) : {}) }) as T;
  const version = ref(options.version ?? 0);
  const errors = ref<Record<string, string>>({});
  const problem = ref('');
  const busy = ref(false);
  const attempt = ref(0);
  const restored = ref(Boolean(kept));
  const conflict: Ref<Conflict | null> = ref(null);
  const dirty = computed(() => JSON.stringify(values) !== JSON.stringify(start.value));

  if (options.draftKey) {
    watch(
      () => JSON.stringify(values),
      (text) => {
        if (dirty.value) localStorage.setItem(`draft:${options.draftKey}`, text);
        else localStorage.removeItem(`draft:${options.draftKey}`);
      },
    );
  }
  function forget() {
    restored.value = false;
    if (options.draftKey) localStorage.removeItem(`draft:${options.draftKey}`);
  }
  function show(thrown: unknown) {
    if (!(thrown instanceof ApiProblem)) throw thrown;
    const { problem: body } = thrown;
    if (thrown.status === 412 && body.current) {
      conflict.value = { current: body.current, by: body.changed_by ?? '', at: body.changed_at ?? '' };
      return;
    }
    const fields: Record<string, string> = {};
    for (const error of body.errors ?? []) {
      const field = error.pointer.replace(/^\//, '').replaceAll('/', '.');
      if (field) fields[field] ??= error.detail || problemText(error.code);
    }
    errors.value = fields;
    problem.value = Object.keys(fields).length ? '' : thrown.problem.detail || problemText(thrown.code);
  }
  /** The saved answer, or undefined when the form must be looked at again. */
  async function submit(): Promise<R | undefined> {
    if (busy.value) return undefined;
    attempt.value += 1;
    errors.value = options.check?.(copy(toRaw(values))) ?? {};
    problem.value = '';
    if (Object.keys(errors.value).length) return undefined;
    busy.value = true;
    let result: R;
    try {
      result = await options.save(copy(toRaw(values)), version.value);
      start.value = copy(toRaw(values));
      forget();
    } catch (thrown) {
      show(thrown);
      return undefined;
    } finally {
      busy.value = false;
    }
    await options.saved?.(result);
    return result ?? (true as R);
  }
  function takeTheirs() {
    if (!conflict.value) return;
    const { current } = conflict.value;
    for (const key of Object.keys(start.value)) {
      if (key in current) (values as Record<string, unknown>)[key] = current[key];
    }
    version.value = Number(current.version);
    start.value = copy(toRaw(values));
    conflict.value = null;
    forget();
  }
  function saveAnyway() {
    if (!conflict.value) return Promise.resolve(undefined);
    version.value = Number(conflict.value.current.version);
    conflict.value = null;
    return submit();
  }
  return reactive({
    values,
    version,
    errors,
    problem,
    busy,
    attempt,
    conflict,
    dirty,
    restored,
    submit,
    takeTheirs,
    saveAnyway,
    forget,
  });
}

/** A form as the kit sees it, whatever it is about. */
export type AnyForm = ReturnType<typeof useForm<object>>;
