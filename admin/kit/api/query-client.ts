import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './api-error.ts';

/** What was read is shown at once and read anew behind it; a part that is down is asked once more, a refusal never. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      networkMode: 'always',
      retry: (count, error) => count < 1 && error instanceof ApiError && (error.status === 0 || error.status >= 500),
    },
    mutations: { networkMode: 'always', retry: false },
  },
});
