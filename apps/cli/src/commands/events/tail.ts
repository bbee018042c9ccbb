import { Option } from 'commander';
import { logNames, recordedEvent } from '@enginehouse/contracts';
import { logAvailability, logName, type LogName } from '@enginehouse/contracts/http';
import { z } from 'zod';
import { examples, type Register } from '../../command.js';
import { jsonOf } from '../../http/json-of.js';
import { Outage, reconnecting } from '../../http/reconnecting.js';
import { serverSentEvents, type ServerSentEvent } from '../../http/server-sent-events.js';
import { clock } from '../../output/age.js';
import { oneLine } from '../../output/safe-text.js';
import { wholeNumber } from '../../parse-options.js';
import type { Session } from '../../session.js';
import { UsageError } from '../../usage-error.js';
import { textOf } from './event-text.js';

interface Options {
  readonly from?: number;
  readonly log?: LogName;
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
    .addOption(new Option('--log <log>', 'only this log').choices(logName.options))
    .addHelpText(
      'after',
      examples(
        'enginehouse events tail --from 0',
        'enginehouse events tail --log catalog --from 1 --json > events.ndjson',
      ),
    )
    .action(run(tail));
};

async function tail(session: Session, options: Options): Promise<void> {
  const place = placeOf(options);
  const outage = new Outage((text) => session.note(text));
  const open = (opened: () => void) => eventsFrom(session, place, opened);
  for await (const { id, name, data } of reconnecting({ open, outage, signal: session.io.signal })) {
    if (name === 'log') noteAvailability(session, data);
    const parsed = logged.safeParse(jsonOf(data));
    if (parsed.success) session.showLine(parsed.data, () => `${line(session, parsed.data)}\n`);
    // Only now: what was not shown must come again.
    place.lastId = id ?? place.lastId;
  }
}

function placeOf({ from, log }: Options): Place {
  const fromTheBeginning = from !== undefined && from <= 1;
  if (from !== undefined && log === undefined && !fromTheBeginning) {
    throw new UsageError('--from is a position of one log.', `Say which, as in --log catalog: ${logNames}.`);
  }
  return {
    log,
    after: from === undefined || log === undefined ? undefined : Math.max(0, from - 1),
    lastId: log === undefined && fromTheBeginning ? beforeEverything : undefined,
  };
}

/** The others go on meanwhile. */
function noteAvailability(session: Session, data: string): void {
  const parsed = logAvailability.safeParse(jsonOf(data));
  if (!parsed.success) return;
  const { log, state, detail = '' } = parsed.data;
  const text = state === 'back' ? `is there again.` : `does not answer; the others go on. ${oneLine(detail)}`;
  session.note(`The ${log} log ${text}`.trimEnd());
}

/** The id of the event before the first of all logs, as the stream of all writes ids. */
const beforeEverything = logName.options.map((log) => `${log}-0`).join(',');

/** The server says something every 15 seconds. */
const longestSilenceMs = 60_000;

interface Place {
  readonly log: string | undefined;
  readonly after: number | undefined;
  lastId: string | undefined;
}

/** Events behind the last one seen, until the connection ends. */
function eventsFrom(session: Session, place: Place, onOpen: () => void): AsyncIterable<ServerSentEvent> {
  const request = {
    query: { log: place.log, after: place.lastId === undefined ? place.after : undefined },
    accept: 'text/event-stream',
    headers: { 'last-event-id': place.lastId },
  };
  return serverSentEvents(session.api.stream('/v1/events', request, { onOpen, longestSilenceMs }));
}

function line({ paint }: Session, event: z.output<typeof logged>): string {
  const { log, position, recordedAt, streamId, type, meta } = event;
  const why = meta.reason === undefined ? '' : ` (${oneLine(meta.reason)})`;
  const who = paint('dim', `${log} ${position}  ${clock(recordedAt)}`);
  const what = textOf(event);
  const told = what === undefined ? '' : `  ${oneLine(what)}`;
  return `${who}  ${oneLine(streamId)}  ${paint('bold', type)}${told}  by ${oneLine(meta.actor)}${why}`;
}
