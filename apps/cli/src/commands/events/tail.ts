import { setTimeout as sleep } from 'node:timers/promises';
import { Option } from 'commander';
import { ProblemError, recordedEvent } from '@enginehouse/contracts';
import { z } from 'zod';
import { examples, type Register } from '../../command.js';
import { serverSentEvents } from '../../http/server-sent-events.js';
import { clock } from '../../output/age.js';
import { oneLine } from '../../output/safe-text.js';
import { wholeNumber } from '../../parse-options.js';
import type { Session } from '../../session.js';
import { UsageError } from '../../usage-error.js';

interface Options {
  readonly from?: number;
  readonly log?: 'catalog' | 'scheduling';
}

const logged = recordedEvent.extend({ log: z.string() });

export const eventsTail: Register = (parent, run) => {
  parent
    .command('tail')
    .description('Show events as they happen, until interrupted')
    .option(
      '--from <position>',
      'begin with this position: 0 is the beginning of everything, another one needs --log (default: now)',
      wholeNumber(0),
    )
    .addOption(new Option('--log <log>', 'only this log').choices(['catalog', 'scheduling']))
    .addHelpText(
      'after',
      examples(
        'enginehouse events tail --from 0',
        'enginehouse events tail --log catalog --from 1 --json > events.ndjson',
      ),
    )
    .action(run(tail));
};

async function tail(session: Session, { from, log }: Options): Promise<void> {
  const fromTheBeginning = from !== undefined && from <= 1;
  if (from !== undefined && log === undefined && !fromTheBeginning) {
    throw new UsageError('--from is a position of one log.', 'Say which with --log catalog or --log scheduling.');
  }
  const place: Place = {
    log,
    after: from === undefined || log === undefined ? undefined : Math.max(0, from - 1),
    lastId: log === undefined && fromTheBeginning ? beforeEverything : undefined,
    connected: false,
  };
  while (!session.io.signal.aborted) {
    await showFrom(session, place);
    session.note('The connection was lost; connecting again.');
    await sleep(reconnectMs, undefined, { signal: session.io.signal });
  }
}

/** The id of the event before the first of both logs, as the stream of both writes ids. */
const beforeEverything = 'catalog-0,scheduling-0';

interface Place {
  readonly log: string | undefined;
  readonly after: number | undefined;
  lastId: string | undefined;
  connected: boolean;
}

const reconnectMs = 1000;

/** Shows events until the connection ends. The next one goes on behind the last event, so that none is missing or shown twice. */
async function showFrom(session: Session, place: Place): Promise<void> {
  const request = {
    query: { log: place.log, after: place.lastId === undefined ? place.after : undefined },
    accept: 'text/event-stream',
    headers: { 'last-event-id': place.lastId },
  };
  try {
    for await (const event of serverSentEvents(noticed(session.api.stream('/v1/events', request), place))) {
      place.lastId = event.id ?? place.lastId;
      const parsed = logged.safeParse(JSON.parse(event.data));
      if (parsed.success) session.showLine(parsed.data, () => `${line(session, parsed.data)}\n`);
    }
  } catch (error) {
    if (!place.connected || !isAway(error)) throw error;
  }
}

async function* noticed(pieces: AsyncIterable<string>, place: Place): AsyncGenerator<string> {
  for await (const piece of pieces) {
    place.connected = true;
    yield piece;
  }
}

const isAway = (error: unknown): boolean => error instanceof ProblemError && error.problem.code === 'unavailable';

function line({ paint }: Session, event: z.output<typeof logged>): string {
  const { log, position, recordedAt, streamId, type, meta } = event;
  const why = meta.reason === undefined ? '' : ` (${oneLine(meta.reason)})`;
  const who = paint('dim', `${log} ${position}  ${clock(recordedAt)}`);
  return `${who}  ${oneLine(streamId)}  ${paint('bold', type)}  by ${oneLine(meta.actor)}${why}`;
}
