import { useQuery } from '@tanstack/react-query';
import { api, valueOf } from '../../api/client.js';

/** All deployments with their instances, live. */
export const useDeployments = () =>
  useQuery({
    queryKey: ['deployments', 'list'],
    queryFn: async ({ signal }) => (await valueOf(api.deployments.list({ signal }))).items,
  });

/** One deployment, live. While something is on its way its progress is asked for too: that is no event. */
export const useDeployment = (name: string) =>
  useQuery({
    queryKey: ['deployments', 'one', name],
    queryFn: ({ signal }) => valueOf(api.deployments.get({ params: { name }, signal })),
    refetchInterval: ({ state: { data } }) =>
      data?.instances.some((each) => each.state === 'pulling') || data?.roll?.state === 'rolling' ? 1000 : false,
  });
