import { useQuery } from '@tanstack/react-query';
import { api, valueOf } from '../../api/client.js';

/** All workers, live. */
export const useWorkers = () =>
  useQuery({
    queryKey: ['workers', 'list'],
    queryFn: async ({ signal }) => (await valueOf(api.workers.list({ signal }))).items,
  });
