import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, valueOf } from '../../api/client.js';

/** Heartbeats are no events: they are asked for. */
const heartbeatMs = 5000;

/** One worker, live, with its last heartbeat. */
export const useWorker = (name: string) =>
  useQuery({
    queryKey: ['workers', 'one', name],
    queryFn: ({ signal }) => valueOf(api.workers.get({ params: { name }, signal })),
    refetchInterval: heartbeatMs,
  });

/** What is placed on a worker, live. */
export const useInstancesOn = (worker: string) =>
  useQuery({
    queryKey: ['instances', 'list'],
    queryFn: async ({ signal }) => (await valueOf(api.instances.list({ query: {}, signal }))).items,
    select: (items) => items.filter((each) => each.worker === worker),
  });

/** What draining a worker would do, as things are now. */
export const useDrainPlan = (name: string, force: boolean) =>
  useQuery({
    queryKey: ['workers', 'drain-plan', name, force],
    queryFn: ({ signal }) => valueOf(api.workers.planDrain({ params: { name }, body: { force }, signal })),
    placeholderData: keepPreviousData,
  });

/** All workers, live. */
export const useWorkers = () =>
  useQuery({
    queryKey: ['workers', 'list'],
    queryFn: async ({ signal }) => (await valueOf(api.workers.list({ signal }))).items,
  });
