import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, valueOf } from '../../../api/client.js';

const backendQuery = (name: string) =>
  queryOptions({
    queryKey: ['backends', 'one', name],
    queryFn: ({ signal }) => valueOf(api.backends.get({ params: { name }, signal })),
  });

/** One backend as it is now; fetched again when events tell of changes. */
export const useBackend = (name: string) => useQuery(backendQuery(name));

/** The same, but nothing that was known before: what is edited must start from the newest revision. */
export function useBackendNow(name: string) {
  const query = useQuery({ ...backendQuery(name), refetchOnMount: 'always' });
  return { ...query, data: query.isFetchedAfterMount ? query.data : undefined };
}
