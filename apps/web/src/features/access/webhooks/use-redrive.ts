import type { DeliveryCounts } from '@enginehouse/contracts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, valueOf } from '../../../api/client.js';
import { queryClient } from '../../../api/query-client.js';
import { useAction } from '../../../ui/use-action.js';
import { redriveProgress, type Redrive, type RedriveProgress } from './redrive-progress.js';

const whileItRunsMs = 1000;

/** What to send again: one delivery, or all that were given up. */
export type RedriveWish = { readonly delivery: string } | { readonly all: true };

/** Sending deliveries of a webhook again, and how far those are that were. */
export interface Redriving {
  readonly send: (wish: RedriveWish, onDone?: () => void) => void;
  /** What is being asked for just now. */
  readonly asked: RedriveWish | undefined;
  readonly error: unknown;
  readonly retry: () => void;
  readonly reset: () => void;
  readonly progress: RedriveProgress | undefined;
}

/** One for all deliveries of a webhook: what is sent again is counted together. */
export function useRedrive(name: string, { dead }: DeliveryCounts): Redriving {
  const { t } = useTranslation();
  const [redrive, setRedrive] = useState<Redrive & { readonly at: number }>();
  const action = useAction({
    run: (wish: RedriveWish) => {
      setRedrive({ total: 'all' in wish ? dead : 1, isAsked: false, at: Date.now() });
      return valueOf(api.webhooks.redrive({ params: { name }, body: wish }));
    },
    changes: ['webhooks'],
    said: ({ redriven }) => t('webhooks.redriven', { count: redriven }),
    onDone: ({ redriven }) => setRedrive({ total: redriven, isAsked: true, at: Date.now() }),
  });
  const send = (wish: RedriveWish, onDone?: () => void) =>
    action.mutate(wish, { onSuccess: onDone, onError: () => setRedrive(undefined) });
  return {
    send,
    asked: action.isPending ? action.variables : undefined,
    error: action.error,
    retry: () => action.variables && send(action.variables),
    reset: action.reset,
    progress: useProgress(name, redrive),
  };
}

/** Counts often while something is under way, and shows the lists anew at the end. */
function useProgress(name: string, redrive: (Redrive & { readonly at: number }) | undefined) {
  const { data, isPlaceholderData } = useQuery({
    // Counts from before all of them were put back say nothing about the end.
    queryKey: ['webhook-redrive', name, redrive],
    queryFn: async ({ signal }) => (await valueOf(api.webhooks.get({ params: { name }, signal }))).deliveries,
    enabled: redrive !== undefined,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      redrive && state.data && redriveProgress(redrive, state.data).isOver ? false : whileItRunsMs,
  });
  const counted = redrive && { ...redrive, isAsked: redrive.isAsked && !isPlaceholderData };
  const progress = counted && data ? redriveProgress(counted, data) : undefined;
  const isOver = progress?.isOver ?? false;
  useEffect(() => {
    if (isOver) void queryClient.invalidateQueries({ queryKey: ['webhooks'] });
  }, [isOver]);
  return progress;
}
