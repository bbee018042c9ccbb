import type { EntryUpdate, MergeDecision } from '@enginehouse/contracts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, valueOf } from '../../../api/client.js';
import { queryClient } from '../../../api/query-client.js';
import { useSettled } from '../../../ui/use-settled.js';
import type { Planned } from './merge-view.js';

const settleMs = 250;

/** What is asked for: the decisions, and the view that they are about. */
type Asked = Pick<EntryUpdate, 'source' | 'name' | 'contentHash' | 'catalogRevision'> & {
  readonly decisions: readonly MergeDecision[];
};

/** What the update is with these decisions, as the marketplace works it out: the same that it does when it is applied. */
export interface Plan extends Planned {
  /** The update as far as it is known: the last answer, or the view without any decision. */
  readonly shown: EntryUpdate;
  readonly error: unknown;
  readonly retry: () => void;
}

interface Answer {
  readonly plan: EntryUpdate;
  readonly decisions: readonly MergeDecision[];
}

/** Asks after every pause of deciding, and again whenever the entry, its backend or its deployments change. */
export function usePlan(update: EntryUpdate, decisions: readonly MergeDecision[]): Plan {
  const { source, name, contentHash, catalogRevision } = update;
  const now = JSON.stringify({ source, name, contentHash, catalogRevision, decisions } satisfies Asked);
  const key = useSettled(now, settleMs);
  const { data, error, isPlaceholderData, isFetching, refetch } = useAsked(key);
  useWhenOther(isPlaceholderData ? undefined : data, update);
  const retry = () => void refetch();
  const isAnswer = key === now && !isPlaceholderData;
  if (decisions.length === 0) return { ...nothing, shown: update, state: 'current', error: null, retry };
  if (isAnswer && error && !isFetching) return { ...nothing, shown: update, state: 'failed', error, retry };
  if (!data || !isOf(data.plan, update)) return { ...nothing, shown: update, state: 'asked', error: null, retry };
  return { ...data, shown: data.plan, state: isAnswer ? 'current' : 'asked', error: null, retry };
}

const nothing = { plan: undefined, decisions: [] };

/** Where the plan is of another upstream or revision, one of the two is older: both are asked for again. */
function useWhenOther(answer: Answer | undefined, update: EntryUpdate): void {
  const isOther = answer !== undefined && !isOf(answer.plan, update);
  useEffect(() => {
    if (isOther) void queryClient.invalidateQueries({ queryKey: ['entries'] });
  }, [isOther]);
}

function useAsked(key: string) {
  const { source, name, decisions } = JSON.parse(key) as Asked;
  return useQuery<Answer>({
    queryKey: ['entries', 'plan', key],
    queryFn: async ({ signal }) => {
      const body = { decisions: [...decisions] };
      return { decisions, plan: await valueOf(api.entries.planUpdate({ params: { source, name }, body, signal })) };
    },
    // Without any there is nothing that the view does not say itself.
    enabled: decisions.length > 0,
    retry: false,
    gcTime: 60_000,
    placeholderData: keepPreviousData,
  });
}

const isOf = (one: EntryUpdate, other: EntryUpdate): boolean =>
  one.contentHash === other.contentHash && one.catalogRevision === other.catalogRevision;
