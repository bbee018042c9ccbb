import type { DeliveryState } from '@enginehouse/contracts';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, valueOf } from '../../../api/client.js';

/** Deliveries are no events of the logs: they are asked for as long as somebody looks. */
const everyMs = 5000;

/** Of the list of all webhooks. */
export const webhooksKey = ['webhooks', 'list'];

/** All webhooks with the counts of their deliveries. */
export const useWebhooks = () =>
  useQuery({
    queryKey: webhooksKey,
    queryFn: async ({ signal }) => (await valueOf(api.webhooks.list({ signal }))).items,
    refetchInterval: everyMs,
  });

/** The newest delivery of a webhook; undefined where it has none. */
export const useLastDelivery = (name: string) =>
  useQuery({
    queryKey: ['webhooks', 'last', name],
    queryFn: async ({ signal }) => {
      const { items } = await valueOf(api.webhooks.deliveries({ params: { name }, query: { limit: 1 }, signal }));
      return items[0] ?? null;
    },
    refetchInterval: everyMs,
  });

/** Deliveries of a webhook, newest first; only with a state there are further pages. */
export const useDeliveries = (name: string, state: DeliveryState | undefined) =>
  useInfiniteQuery({
    queryKey: ['webhooks', 'deliveries', name, state],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      valueOf(api.webhooks.deliveries({ params: { name }, query: { state, cursor: pageParam, limit: 50 }, signal })),
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: everyMs,
  });
