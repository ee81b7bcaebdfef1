// Something asked of the server outside a form: whether it is under way, and why it was refused.
import { ref } from 'vue';
import { ApiProblem } from '@/api/client';
import { problemMessage } from '@/api/problem_text';
import { showToast } from './toast';

/** For what has no place of its own on the screen: a refusal is told in passing. True when it was done. */
export async function tryOrTell(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (thrown) {
    if (!(thrown instanceof ApiProblem)) throw thrown;
    showToast(problemMessage(thrown));
    return false;
  }
}

export function useAttempt(refused?: (why: ApiProblem) => unknown) {
  const busy = ref(false);
  const problem = ref('');
  /** True when it was done. */
  async function attempt(work: () => Promise<unknown>): Promise<boolean> {
    busy.value = true;
    problem.value = '';
    try {
      await work();
      return true;
    } catch (thrown) {
      if (!(thrown instanceof ApiProblem)) throw thrown;
      // No field stands by to show its own error.
      problem.value = thrown.problem.errors?.[0]?.detail || problemMessage(thrown);
      await refused?.(thrown);
      return false;
    } finally {
      busy.value = false;
    }
  }
  return { busy, problem, attempt };
}
