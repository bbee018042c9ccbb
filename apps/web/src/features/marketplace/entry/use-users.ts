import { useQuery } from '@tanstack/react-query';
import { api, valueOf } from '../../../api/client.js';

/** The names of the deployments that use a backend, live. */
export const useUsers = (backend: string) =>
  useQuery({
    queryKey: ['deployments', 'list'],
    queryFn: async ({ signal }) => (await valueOf(api.deployments.list({ signal }))).items,
    select: (deployments) =>
      deployments
        .filter(({ spec }) => spec.backend.toLowerCase() === backend.toLowerCase())
        .map(({ name }) => name)
        .toSorted(),
  });
