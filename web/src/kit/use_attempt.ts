// Something asked of the server outside a form: whether it is under way, and why it was refused.
import { ref } from 'vue';
import { ApiProblem } from '@/api/client';
import { problemMessage } from '@/api/problem_text';

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
      problem.value = problemMessage(thrown);
      await refused?.(thrown);
      return false;
    } finally {
      busy.value = false;
    }
  }
  return { busy, problem, attempt };
}
