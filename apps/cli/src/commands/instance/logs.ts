import { problemOf } from '@enginehouse/contracts';
import { z } from 'zod';
import { examples, path, type Register } from '../../command.js';
import { FailedError } from '../../failed-error.js';
import { jsonOf } from '../../http/json-of.js';
import { linesOf } from '../../http/lines.js';
import { Outage, reconnecting } from '../../http/reconnecting.js';
import { safeText } from '../../output/safe-text.js';
import { wholeNumber } from '../../parse-options.js';
import type { Session } from '../../session.js';
import { SeenLines } from './seen-lines.js';

interface Options {
  readonly follow?: boolean;
  readonly tail?: number;
}

const logLine = z.union([
  z.object({ stream: z.enum(['stdout', 'stderr']), at: z.string().optional(), line: z.string() }),
  z.object({ error: z.string() }),
]);

export const instanceLogs: Register = (parent, run) => {
  parent
    .command('logs')
    .description('Log lines of the container, or of the last one that ended')
    .argument('<id>', 'id of the instance')
    .option('-f, --follow', 'go on with new lines until interrupted')
    .option('-n, --tail <lines>', 'how many of the last lines (default: 200)', wholeNumber(0))
    .addHelpText(
      'after',
      examples('enginehouse instance logs tiny-7f3k2 -f', 'enginehouse instance logs tiny-7f3k2 -n 20'),
    )
    .action(run(logs));
};

async function logs(session: Session, { follow, tail }: Options, id: string): Promise<void> {
  const seen = new SeenLines();
  let first = true;
  const open = (onOpen: () => void) => {
    const since = first ? undefined : seen.resume();
    const query = { follow: follow ? 'true' : undefined, tail: since === undefined ? tail : undefined, since };
    first = false;
    const request = { query, accept: 'application/x-ndjson' };
    return linesOf(session.api.stream(path`/v1/instances/${id}/logs`, request, { onOpen }));
  };
  const outage = new Outage((text) => session.note(text));
  const { signal } = session.io;
  const texts = follow ? reconnecting({ open, outage, signal, endsByItself: true }) : open(() => undefined);
  for await (const text of texts) show(session, seen, text);
}

function show(session: Session, seen: SeenLines, text: string): void {
  const parsed = logLine.safeParse(jsonOf(text));
  if (!parsed.success) return;
  if ('error' in parsed.data)
    throw new FailedError(problemOf('logs-unavailable', `The logs end here: ${parsed.data.error}`));
  const { data } = parsed;
  if (seen.isNew(data)) session.showLine(data, () => `${shown(session, data.stream, data.line)}\n`);
}

/** On a terminal a container must not be able to steer it; in a file its output stays as it is. */
function shown({ io, paint }: Session, stream: 'stdout' | 'stderr', line: string): string {
  if (!io.stdout.isTty) return line;
  return stream === 'stderr' ? paint('yellow', safeText(line)) : safeText(line);
}
