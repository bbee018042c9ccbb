import { useQuery } from '@tanstack/react-query';
import { api, valueOf } from '../../api/client.js';
import { useWorkers } from '../workers/use-workers.js';

const servicesEveryMs = 5000;
const mostUpdates = 50;

/** What the overview shows; parts that cannot be had are left out, so that one silent service does not hide the others. */
export function useInstallation() {
  const workers = useWorkers();
  const deployments = useQuery({
    queryKey: ['deployments', 'list'],
    queryFn: async ({ signal }) => (await valueOf(api.deployments.list({ signal }))).items,
  });
  const sources = useQuery({
    queryKey: ['sources', 'list'],
    queryFn: async ({ signal }) => (await valueOf(api.sources.list({ signal }))).items,
  });
  const updates = useQuery({
    queryKey: ['entries', 'updates'],
    queryFn: async ({ signal }) =>
      (await valueOf(api.entries.list({ query: { enabled: true, updatable: true, limit: mostUpdates }, signal })))
        .items,
  });
  const backends = useQuery({
    queryKey: ['backends', 'count'],
    queryFn: async ({ signal }) => {
      const { items } = await valueOf(api.backends.list({ query: { limit: 1000 }, signal }));
      return { count: items.length };
    },
  });
  // Services tell no events about themselves, so they are asked for again and again; an older server knows none.
  const services = useQuery({
    queryKey: ['services', 'list'],
    queryFn: async ({ signal }) => (await valueOf(api.meta.services({ signal }))).items,
    refetchInterval: servicesEveryMs,
  });
  return { services, workers, deployments, sources, updates, backends };
}
