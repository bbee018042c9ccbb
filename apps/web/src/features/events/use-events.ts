import type { LogName } from '@enginehouse/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, valueOf } from '../../api/client.js';
import { onEvent, recentEvents } from '../../api/live.js';
import { whatAnswered } from './what-answered.js';
import { logged, type LoggedEvent } from './logged-event.js';

const logNames: readonly LogName[] = ['catalog', 'scheduling', 'marketplace'];
const pageSize = 100;
/** No log is as long as this: the answer is an empty page that says where the end is. */
const beyond = Number.MAX_SAFE_INTEGER;

type Starts = Readonly<Record<string, number>>;

/** Where the next older page of each log begins; undefined where nothing is older. */
interface OlderPage {
  readonly events: readonly LoggedEvent[];
  readonly starts: Starts;
}

/** The newest events of all logs, and older ones page by page. A log that does not answer is left out. */
export const usePastEvents = () =>
  useInfiniteQuery({
    queryKey: ['events', 'past'],
    initialPageParam: undefined as Starts | undefined,
    queryFn: async ({ pageParam, signal }): Promise<OlderPage> => {
      const asked = logNames.map((log) => olderPage(log, pageParam?.[log], signal));
      const pages = whatAnswered(await Promise.allSettled(asked));
      return {
        events: pages.flatMap((page) => page?.events ?? []),
        starts: Object.fromEntries(logNames.map((log, index) => [log, pages[index]?.start ?? 0])),
      };
    },
    getNextPageParam: ({ starts }) => (Object.values(starts).some((start) => start > 0) ? starts : undefined),
    staleTime: Infinity,
  });

async function olderPage(log: LogName, end: number | undefined, signal: AbortSignal) {
  const newest = async () =>
    (await valueOf(api.events.events({ query: { log, after: beyond, limit: 1 }, signal }))).head;
  const last = end ?? (await newest());
  if (last === 0) return { events: [], start: 0 };
  const start = Math.max(0, last - pageSize);
  const page = await valueOf(api.events.events({ query: { log, after: start, limit: last - start }, signal }));
  return { events: page.events.map(logged), start };
}

/** What happened since the page was opened; while it is paused nothing is added. */
export function useLiveEvents(paused: boolean): { readonly events: readonly LoggedEvent[]; readonly waiting: number } {
  const [events, setEvents] = useState(() => recentEvents().map(logged));
  const [waiting, setWaiting] = useState(0);
  useEffect(() => {
    if (paused) return onEvent(() => setWaiting((count) => count + 1));
    setWaiting(0);
    setEvents(recentEvents().map(logged));
    return onEvent(() => setEvents(recentEvents().map(logged)));
  }, [paused]);
  return { events, waiting };
}
