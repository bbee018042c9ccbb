import { useQuery } from '@tanstack/react-query';
import { api, valueOf } from '../../../api/client.js';

/** One backend as it is now; fetched again when events tell of changes. */
export const useBackend = (name: string) =>
  useQuery({
    queryKey: ['backends', 'one', name],
    queryFn: ({ signal }) => valueOf(api.backends.get({ params: { name }, signal })),
  });
