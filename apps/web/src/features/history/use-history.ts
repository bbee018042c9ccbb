import type { HistoryEntry } from '@enginehouse/contracts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, valueOf } from '../../api/client.js';

const pageSize = 1000;

/** Everything that happened to a backend, oldest first, live; also of a deleted one. */
export const useHistory = (name: string, after = 0) =>
  useQuery({
    queryKey: ['history', 'of', name, after],
    queryFn: ({ signal }) => wholeHistory(name, after, signal),
  });

async function wholeHistory(name: string, from: number, signal: AbortSignal): Promise<readonly HistoryEntry[]> {
  const items: HistoryEntry[] = [];
  for (let after = from; ;) {
    const query = { after, limit: pageSize };
    const page = await valueOf(api.backends.history({ params: { name }, query, signal }));
    items.push(...page.items);
    const last = page.items.at(-1);
    if (!last || page.items.length < pageSize) return items;
    after = last.revision;
  }
}

/** What differs between two revisions, field by field; without `to` the current one, without `from` the one before `to`. */
export const useDiff = (name: string, from: number | undefined, to: number | undefined) =>
  useQuery({
    queryKey: ['history', 'diff', name, from, to],
    queryFn: ({ signal }) => valueOf(api.history.diff({ params: { name }, query: { from, to }, signal })),
    placeholderData: keepPreviousData,
  });
