import { describeEvent } from '@enginehouse/backend-spec';
import { catalog, type HistoryEntry } from '@enginehouse/contracts';
import { examples, path, type Register } from '../../command.js';
import { clock } from '../../output/age.js';
import { table, type Column } from '../../output/table.js';
import type { Session } from '../../session.js';

export const backendHistory: Register = (parent, run) => {
  parent
    .command('history')
    .description('Who changed a backend, what, when and why')
    .argument('<name>', 'its name; also of one that is deleted')
    .addHelpText('after', examples('enginehouse backend history vLLM'))
    .action(run(history));
};

async function history(session: Session, _options: object, name: string): Promise<void> {
  const items = await allEntries(session, path`/v1/backends/${name}/history`);
  session.show({ items }, () => table(columns, items, session.io.stdout.columns));
}

/** A page may be short because its entries are large; only an empty one is the end. */
async function allEntries({ api }: Session, address: string): Promise<readonly HistoryEntry[]> {
  const items: HistoryEntry[] = [];
  for (;;) {
    const query = { after: items.at(-1)?.revision ?? 0, limit: 500 };
    const { value } = await api.typed(catalog.backendHistory.output, 'GET', address, { query });
    items.push(...value.items);
    if (value.items.length === 0) return items;
  }
}

const columns: readonly Column<HistoryEntry>[] = [
  { header: 'REVISION', value: ({ revision }) => String(revision) },
  { header: 'WHEN', value: ({ at }) => clock(at) },
  { header: 'WHO', value: ({ actor }) => actor },
  { header: 'WHAT', value: describeEvent, shrinks: true },
  { header: 'WHY', value: ({ reason }) => reason ?? '', shrinks: true },
];
