import { logReport, problemOf, type LogReport } from '@enginehouse/contracts';
import { z } from 'zod';
import { examples, type Register } from '../../command.js';
import { FailedError } from '../../failed-error.js';
import { table, type Column } from '../../output/table.js';
import type { Session } from '../../session.js';

const report = z.object({ ok: z.boolean(), logs: z.array(logReport) });

export const logVerify: Register = (parent, run) => {
  parent
    .command('verify')
    .description('Check that both logs are what was once written; exit status 1 if not')
    .addHelpText('after', examples('enginehouse log verify'))
    .action(run(verify));
};

async function verify(session: Session): Promise<void> {
  const { raw, value } = await session.api.typed(report, 'POST', '/v1/log/verify');
  session.show(raw, () => table(columns(session), value.logs, session.io.stdout.columns));
  const broken = value.logs.filter((log) => !log.ok);
  if (broken.length === 0) return;
  const details = broken.map(({ log, detail }) => `${log}: ${detail}`).join(' ');
  throw new FailedError(problemOf('internal', details, { hint: 'Restore the database from a copy made before that.' }));
}

const columns = ({ paint }: Session): readonly Column<LogReport>[] => [
  { header: 'LOG', value: ({ log }) => log },
  {
    header: 'RESULT',
    value: ({ ok }) => (ok ? 'intact' : 'BROKEN'),
    paint: (text, { ok }) => paint(ok ? 'green' : 'red', text),
  },
  { header: 'POSITION', value: ({ position, badPosition }) => String(badPosition ?? position) },
  { header: 'DETAIL', value: ({ detail }) => detail, shrinks: true },
];
