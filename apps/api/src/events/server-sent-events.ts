import { toPublicJson } from '../http/write-answer.js';

/** One server-sent event. JSON has no line breaks, so the data is always one line. */
export function serverSentEvent(event: {
  readonly id?: string;
  readonly name?: string;
  readonly data: unknown;
}): string {
  const id = event.id === undefined ? '' : `id: ${event.id}\n`;
  const name = event.name === undefined ? '' : `event: ${event.name}\n`;
  return `${id}${name}data: ${toPublicJson(event.data)}\n\n`;
}

/** First thing on a stream: it opens at once, and tells browsers how soon to come back, in milliseconds. */
export const streamOpening = 'retry: 2000\n\n';

/** Tells where a stream stands: clients keep the id and dispatch no event. */
export const positionMark = (id: string): string => `id: ${id}\n\n`;

const ping = ': still here\n\n';
const pingMs = 15_000;

/** Fills silence with comments, so that proxies keep the connection and a lost client is noticed. */
export async function* withPings(source: AsyncGenerator<string>, everyMs = pingMs): AsyncGenerator<string> {
  try {
    for (let pending = source.next(); ;) {
      const next = await nextOrSilence(pending, everyMs);
      if (next === 'silence') {
        yield ping;
      } else if (next.done) {
        return;
      } else {
        yield next.value;
        pending = source.next();
      }
    }
  } finally {
    // Not awaited: the source may be waiting for an event, and ends by its signal.
    void source.return(undefined);
  }
}

async function nextOrSilence<T>(pending: Promise<T>, withinMs: number): Promise<T | 'silence'> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<'silence'>((resolve) => (timer = setTimeout(resolve, withinMs, 'silence')));
  try {
    return await Promise.race([pending, silence]);
  } finally {
    clearTimeout(timer);
  }
}
