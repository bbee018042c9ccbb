import type { BackendSummary, EntrySummary } from '@enginehouse/contracts';
import { useQuery } from '@tanstack/react-query';
import { api, valueOf } from '../../api/client.js';

const pageSize = 200;

/** Enabled entries of the marketplace by the lower-case names of the backends made of them, live. */
export type MarketMarks = ReadonlyMap<string, EntrySummary>;
const none: MarketMarks = new Map();

/** Without community backends the marketplace is not asked; where it does not answer, cards are without its marks. */
export function useMarketMarks(backends: readonly BackendSummary[]): MarketMarks {
  const { data } = useQuery({
    queryKey: ['entries', 'marks'],
    queryFn: ({ signal }) => enabledEntries(signal),
    enabled: backends.some(({ source }) => source === 'community'),
    retry: false,
  });
  return data ?? none;
}

async function enabledEntries(signal: AbortSignal): Promise<MarketMarks> {
  const found = new Map<string, EntrySummary>();
  let cursor: string | undefined;
  do {
    const page = await valueOf(api.entries.list({ query: { enabled: true, limit: pageSize, cursor }, signal }));
    page.items.forEach((entry) => found.set(entry.name.toLowerCase(), entry));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return found;
}
