import { QueryClient } from '@tanstack/react-query';
import { problemIn } from './client.js';

const hopeless = (status: number) => status >= 400 && status < 500;

/** Answers stay until an event says that they are old; the live stream tells which (`live.ts`). */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (failures, error) => failures < 2 && !hopeless(problemIn(error).status),
    },
  },
});
