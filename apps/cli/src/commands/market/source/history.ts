import { marketplace, type SyncRun } from '@enginehouse/contracts';
import { examples, path, type Register } from '../../../command.js';
import { completesNames } from '../../../completion/names.js';
import { clock } from '../../../output/age.js';
import { paintState } from '../../../output/colors.js';
import { table, type Column } from '../../../output/table.js';
import { wholeNumber } from '../../../parse-options.js';
import type { Session } from '../../../session.js';
import { outcomeText } from '../sync/sync-text.js';
import { withSuggestion } from './read-source.js';

export const sourceHistory: Register = (parent, run) => {
  completesNames(parent.command('history'), 'sources')
    .description('List the syncs of a source, newest first')
    .argument('<name>', 'its name')
    .option('--limit <number>', 'at most this many', wholeNumber(1), 20)
    .addHelpText('after', examples('enginehouse market source history community --limit 5'))
    .action(run(history));
};

const pageSize = 200;

async function history(session: Session, { limit }: { readonly limit: number }, name: string): Promise<void> {
  const items: SyncRun[] = [];
  let before: string | undefined;
  do {
    const query = { before, limit: Math.min(pageSize, limit - items.length) };
    const value = await page(session, name, query);
    items.push(...value.items);
    before = value.nextBefore;
  } while (before !== undefined && items.length < limit);
  const shown = () => table(columns(session), items, session.io.stdout.columns);
  session.show({ items }, () => (items.length === 0 ? `${name} was never synced.\n` : shown()));
}

async function page(session: Session, name: string, query: { before: string | undefined; limit: number }) {
  try {
    const address = path`/v1/marketplace/sources/${name}/syncs`;
    return (await session.api.typed(marketplace.listRuns.output, 'GET', address, { query })).value;
  } catch (error) {
    throw await withSuggestion(session, name, error);
  }
}

const columns = ({ paint }: Session): readonly Column<SyncRun>[] => [
  { header: 'SYNC', value: ({ id }) => id },
  { header: 'STATE', value: ({ state }) => state, paint: (text, { state }) => paintState(paint, state, text) },
  { header: 'WHEN', value: ({ queuedAt }) => clock(queuedAt) },
  { header: 'TOOK', value: took },
  { header: 'WHY', value: ({ trigger }) => trigger },
  { header: 'TRIED', value: ({ attempt }) => String(attempt) },
  { header: 'RESULT', value: outcomeText, shrinks: true },
];

const took = ({ startedAt, finishedAt }: SyncRun): string =>
  startedAt === null || finishedAt === null
    ? '-'
    : `${((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000).toFixed(1)} s`;
