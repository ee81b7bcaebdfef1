import { QueryClient } from '@tanstack/vue-query';
import { ApiProblem } from './client';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: true,
      // A refusal stays a refusal; only a lost connection is worth another try.
      retry: (count, error) => count < 2 && error instanceof ApiProblem && error.status === 0,
    },
  },
});
