import type { SourceView } from '@enginehouse/contracts';
import { examples, wideOption, type Register, type WideOptions } from '../../../command.js';
import { age } from '../../../output/age.js';
import { paintState } from '../../../output/colors.js';
import { table, type Column } from '../../../output/table.js';
import type { Session } from '../../../session.js';
import { everyText, policyLine, signedText, stateText } from './source-text.js';
import { readSources } from './read-source.js';

export const sourceList: Register = (parent, run) => {
  parent
    .command('list')
    .alias('ls')
    .description('List sources with their trust and their last sync')
    .addOption(wideOption())
    .addHelpText('after', examples('enginehouse market source list', 'enginehouse market source list -o wide'))
    .action(run(list));
};

const none =
  'There is no source yet. Add one: enginehouse market source add NAME --http https://example.com/backends.yaml\n';

async function list(session: Session, { output }: WideOptions): Promise<void> {
  const { raw, items } = await readSources(session);
  const shown = () => table(columns(session, output === 'wide'), items, session.io.stdout.columns);
  session.show(raw, () => (items.length === 0 ? none : shown()));
}

const columns = ({ io, paint }: Session, wide: boolean): readonly Column<SourceView>[] => [
  { header: 'NAME', value: ({ name }) => name },
  { header: 'STATE', value: stateText, paint: (text, { state }) => paintState(paint, state, text) },
  { header: 'ENTRIES', value: ({ snapshot }) => String(snapshot?.entries ?? '-') },
  { header: 'REJECTED', value: ({ snapshot }) => String(snapshot?.rejected ?? '-') },
  { header: 'ENABLED', value: ({ enabledEntries }) => String(enabledEntries) },
  { header: 'SIGNED', value: signedText },
  { header: 'SYNCED', value: ({ snapshot }) => (snapshot ? `${age(snapshot.syncedAt, io.now())} ago` : '-') },
  { header: 'ADDRESS', value: ({ address }) => address, shrinks: true },
  ...(wide ? wideColumns : []),
];

const wideColumns: readonly Column<SourceView>[] = [
  { header: 'EVERY', value: everyText },
  { header: 'POLICY', value: policyLine },
  { header: 'REVISION', value: ({ revision }) => String(revision) },
  { header: 'PROBLEM', value: ({ problem }) => problem?.detail ?? '-', shrinks: true },
];
