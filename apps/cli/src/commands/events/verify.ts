import { problemOf, ProblemError, type LogReport } from '@enginehouse/contracts';
import { logReports, type LogReports } from '@enginehouse/contracts/http';
import { examples, type Register } from '../../command.js';
import { FailedError } from '../../failed-error.js';
import { table, type Column } from '../../output/table.js';
import type { Session } from '../../session.js';

export const logVerify: Register = (parent, run) => {
  parent
    .command('verify')
    .description('Check that all logs are what was once written; exit status 1 if not, 6 where one does not answer')
    .addHelpText('after', examples('enginehouse log verify'))
    .action(run(verify));
};

async function verify(session: Session): Promise<void> {
  const { raw, value } = await session.api.typed(logReports, 'POST', '/v1/log/verify');
  session.show(raw, () => table(columns(session), rowsOf(value), session.io.stdout.columns));
  const broken = value.logs.filter((log) => !log.ok);
  if (broken.length > 0) {
    const hint = 'Restore the database from a copy made before that.';
    throw new FailedError(problemOf('internal', told(broken), { hint }));
  }
  if (value.unchecked.length > 0) throw new ProblemError(problemOf('unavailable', told(value.unchecked)));
}

const told = (logs: readonly { readonly log: string; readonly detail: string }[]): string =>
  logs.map(({ log, detail }) => `${log}: ${detail}`).join(' ');

interface Row extends Pick<LogReport, 'log' | 'detail'> {
  readonly result: 'intact' | 'BROKEN' | 'not checked';
  readonly position: number | undefined;
}

const rowsOf = ({ logs, unchecked }: LogReports): readonly Row[] => [
  ...logs.map(({ log, ok, position, badPosition, detail }) => ({
    log,
    result: ok ? ('intact' as const) : ('BROKEN' as const),
    position: badPosition ?? position,
    detail,
  })),
  ...unchecked.map((each) => ({ ...each, result: 'not checked' as const, position: undefined })),
];

const colors = { intact: 'green', BROKEN: 'red', 'not checked': 'yellow' } as const;

const columns = ({ paint }: Session): readonly Column<Row>[] => [
  { header: 'LOG', value: ({ log }) => log },
  { header: 'RESULT', value: ({ result }) => result, paint: (text, { result }) => paint(colors[result], text) },
  { header: 'POSITION', value: ({ position }) => String(position ?? '-') },
  { header: 'DETAIL', value: ({ detail }) => detail, shrinks: true },
];
