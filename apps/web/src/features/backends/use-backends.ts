import type { BackendSummary } from '@enginehouse/contracts';
import { useQuery } from '@tanstack/react-query';
import { api, valueOf } from '../../api/client.js';

const pageSize = 1000;
/** More than this is searched for on the server instead. */
const most = 5000;

/** Every backend with its use; `search` is left to the server, the other filters are quick enough here. */
export const useBackends = (search: string | undefined) =>
  useQuery({
    queryKey: ['backends', 'list', search ?? ''],
    queryFn: ({ signal }) => allBackends(search, signal),
    placeholderData: (previous) => previous,
  });

async function allBackends(search: string | undefined, signal: AbortSignal): Promise<readonly BackendSummary[]> {
  const items: BackendSummary[] = [];
  let cursor: string | undefined;
  do {
    const query = { limit: pageSize, usage: true, ...(search ? { search } : {}), ...(cursor ? { cursor } : {}) };
    const page = await valueOf(api.backends.list({ query, signal }));
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined && items.length < most);
  return items;
}
