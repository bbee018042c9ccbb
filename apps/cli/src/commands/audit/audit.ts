import { Option } from 'commander';
import { backendEvents, catalog, type AuditEntry } from '@enginehouse/contracts';
import { examples, type Register } from '../../command.js';
import { instantOf } from '../../instant.js';
import { clock } from '../../output/age.js';
import { table, type Column } from '../../output/table.js';
import { wholeNumber } from '../../parse-options.js';
import type { Session } from '../../session.js';

interface Options {
  readonly actor?: string;
  readonly backend?: string;
  readonly type?: string;
  readonly since?: string;
  readonly until?: string;
  readonly limit: number;
}

/** `enginehouse audit` */
export const auditCommand: Register = (parent, run) => {
  parent
    .command('audit')
    .description('Who changed which backend, what, when and why; newest first')
    .option('--actor <name>', 'only changes by this token, or by a service: service:catalog')
    .option('--backend <name>', 'only changes of this backend; also of a deleted one')
    .addOption(new Option('--type <type>', 'only changes of this kind').choices(Object.keys(backendEvents)))
    .option('--since <time>', 'from then on: 2h and 3d are ago, or 2026-11-30, or 2026-11-30T14:00:00Z')
    .option('--until <time>', 'before then')
    .option('--limit <number>', 'at most this many', wholeNumber(1), 50)
    .addHelpText(
      'after',
      examples('enginehouse audit --since 2h', 'enginehouse audit --actor ada --type BackendDeleted --json'),
    )
    .action(run(audit));
};

async function audit(session: Session, options: Options): Promise<void> {
  const now = session.io.now();
  const { actor, backend, type, since, until } = options;
  const filter = {
    actor: actor?.includes(':') === false ? `user:${actor}` : actor,
    backend,
    type,
    since: since === undefined ? undefined : instantOf(since, now),
    until: until === undefined ? undefined : instantOf(until, now),
  };
  const items = await entries(session, filter, options.limit);
  session.show({ items }, () => table(columns, items, session.io.stdout.columns));
}

const pageSize = 500;

/** Page by page; one may be short because its entries are long. */
async function entries(
  { api }: Session,
  filter: Readonly<Record<string, string | undefined>>,
  limit: number,
): Promise<readonly AuditEntry[]> {
  const items: AuditEntry[] = [];
  let before: number | undefined;
  do {
    const query = { ...filter, before, limit: Math.min(pageSize, limit - items.length) };
    const { value } = await api.typed(catalog.audit.output, 'GET', '/v1/audit', { query });
    items.push(...value.items);
    before = value.nextBefore;
  } while (before !== undefined && items.length < limit);
  return items;
}

const columns: readonly Column<AuditEntry>[] = [
  { header: 'REVISION', value: ({ position }) => String(position) },
  { header: 'WHEN', value: ({ at }) => clock(at) },
  { header: 'WHO', value: ({ actor }) => actor },
  { header: 'BACKEND', value: ({ backend }) => backend },
  { header: 'WHAT', value: ({ text }) => text, shrinks: true },
  { header: 'WHY', value: ({ reason }) => reason ?? '', shrinks: true },
];
