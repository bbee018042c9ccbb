import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { SourceView } from '@enginehouse/contracts';
import { api, valueOf } from '../../api/client.js';
import type { MarketFilter } from './routes.js';

const pageSize = 100;
/** No event tells how far a sync is. */
const whileItRunsMs = 1000;

/** The entries that pass a filter, page by page, live. */
export const useEntries = (filter: MarketFilter) =>
  useInfiniteQuery({
    queryKey: ['entries', 'list', filter],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam, signal }) =>
      valueOf(api.entries.list({ query: { ...said(filter), limit: pageSize, cursor: pageParam }, signal })),
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
  });

/** The filters that say something; an address holds no others. */
const said = (filter: MarketFilter): MarketFilter =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined && value !== ''));

/** One entry, live. */
export const useEntry = (source: string, name: string) =>
  useQuery({
    queryKey: ['entries', 'one', source, name],
    queryFn: ({ signal }) => valueOf(api.entries.get({ params: { source, name }, signal })),
  });

/** The three-way view of an enabled entry, live. */
export const useEntryUpdate = (source: string, name: string) =>
  useQuery({
    queryKey: ['entries', 'update', source, name],
    queryFn: ({ signal }) => valueOf(api.entries.showUpdate({ params: { source, name }, signal })),
  });

/** All sources, live; asked for again and again while one of them is synced. */
export const useSources = () =>
  useQuery({
    queryKey: ['sources', 'list'],
    queryFn: async ({ signal }) => (await valueOf(api.sources.list({ signal }))).items,
    refetchInterval: ({ state }) => (state.data?.some(isSyncing) ? whileItRunsMs : false),
  });

/** Whether a sync of it waits or runs. */
export const isSyncing = ({ running }: Pick<SourceView, 'running'>): boolean => running !== null;

/** The syncs of a source, newest first. */
export const useRuns = (source: string) =>
  useInfiniteQuery({
    queryKey: ['sources', 'runs', source],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      valueOf(api.sources.runs({ params: { source }, query: { limit: 20, before: pageParam }, signal })),
    getNextPageParam: ({ nextBefore }) => nextBefore,
    refetchInterval: ({ state }) =>
      state.data?.pages[0]?.items.some((run) => run.state === 'queued' || run.state === 'running')
        ? whileItRunsMs
        : false,
  });

/** One sync with everything that it found. */
export const useRun = (id: string) =>
  useQuery({
    queryKey: ['sources', 'run', id],
    queryFn: ({ signal }) => valueOf(api.sources.run({ params: { id }, signal })),
    refetchInterval: ({ state }) => (state.data && state.data.finishedAt === null ? whileItRunsMs : false),
  });
