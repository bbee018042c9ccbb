import type { EntrySummary } from '@enginehouse/contracts';
import { examples, wideOption, type Register, type WideOptions } from '../../../command.js';
import { oneLine } from '../../../output/safe-text.js';
import { table, type Column } from '../../../output/table.js';
import type { Session } from '../../../session.js';
import { readSources } from '../source/read-source.js';
import { standing, usedBy } from './entry-text.js';
import { readEntries, type EntryFilter } from './read-entries.js';

interface Options extends WideOptions, EntryFilter {}

export const marketList: Register = (parent, run) => {
  parent
    .command('list')
    .alias('ls')
    .description('List and search what sources offer')
    .option('--search <text>', 'only those with this text in name, description, version or maintainer')
    .option('--framework <name>', 'only those that run on this framework (cuda, rocm, cann, cpu, ...)')
    .option('--source <name>', 'only those of this source')
    .option('--enabled', 'only those that are backends of the catalog')
    .option('--updatable', 'only enabled ones that an update would change')
    .option('--deprecated', 'only those that are not maintained any more')
    .addOption(wideOption())
    .addHelpText('after', examples('enginehouse market list --search ocr', 'enginehouse market list --updatable'))
    .action(run(list));
};

async function list(session: Session, options: Options): Promise<void> {
  const { search, framework, source, enabled, updatable, deprecated } = options;
  const filter = { search, framework, source, enabled, updatable, deprecated };
  const items = await readEntries(session, filter);
  const nothing = items.length === 0 && !session.json ? await whyNothing(session, filter) : '';
  const shown = () => table(columns(session, options.output === 'wide'), items, session.io.stdout.columns);
  session.show({ items }, () => nothing || `${shown()}${rejectedText(items)}`);
}

/** Of entries that stay as they were, why they do. */
function rejectedText(items: readonly EntrySummary[]): string {
  const lines = items.flatMap(({ name, source, rejected }) =>
    rejected === null ? [] : [`${source}/${name}: its newest form was rejected: ${oneLine(rejected)}\n`],
  );
  return lines.length === 0 ? '' : `\n${lines.join('')}`;
}

/** What to do where there is nothing to show. */
async function whyNothing(session: Session, filter: EntryFilter): Promise<string> {
  if (filter.updatable) return 'All enabled entries are as upstream has them.\n';
  const isFiltered = Object.values(filter).some((wish) => wish !== undefined);
  const { items: sources } = await readSources(session);
  if (sources.length === 0) return 'There is no source yet: enginehouse market source add --help\n';
  if (isFiltered) return 'Nothing fits. All there is: enginehouse market list\n';
  return 'Nothing is offered yet. How the syncs went: enginehouse market source list; sync now: enginehouse market source sync --wait\n';
}

const columns = ({ paint }: Session, wide: boolean): readonly Column<EntrySummary>[] => [
  { header: 'NAME', value: ({ name }) => name },
  { header: 'SOURCE', value: ({ source }) => source },
  {
    header: 'STATE',
    value: standing,
    paint: (text, { updatable, withdrawn, rejected, enabled }) =>
      updatable || withdrawn || rejected !== null ? paint('yellow', text) : enabled ? paint('green', text) : text,
  },
  { header: 'FRAMEWORKS', value: ({ frameworks }) => frameworks.join(', ') || '-', shrinks: true },
  { header: 'VERSIONS', value: ({ versions }) => versions.join(', ') || '-', shrinks: true },
  ...(wide ? wideColumns : []),
  { header: 'DESCRIPTION', value: ({ description }) => description?.split('\n')[0] ?? '-', shrinks: true },
];

const wideColumns: readonly Column<EntrySummary>[] = [
  { header: 'DEFAULT', value: ({ defaultVersion }) => defaultVersion ?? 'auto' },
  { header: 'USED BY', value: usedBy },
  { header: 'MAINTAINER', value: ({ maintainer }) => maintainer ?? '-', shrinks: true },
  { header: 'LICENCE', value: ({ licence }) => licence ?? '-' },
];
