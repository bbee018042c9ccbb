import type { SourceView } from '@enginehouse/contracts';
import { examples, type Register } from '../../../command.js';
import { completesNames } from '../../../completion/names.js';
import { clock } from '../../../output/age.js';
import { facts, type Fact } from '../../../output/facts.js';
import type { Session } from '../../../session.js';
import { outcomeText } from '../sync/sync-text.js';
import { readSource } from './read-source.js';
import { everyText, policyLine, stateText } from './source-text.js';

export const sourceGet: Register = (parent, run) => {
  completesNames(parent.command('get'), 'sources')
    .description('Show a source: where it is, whom it trusts, and how its last sync went')
    .argument('<name>', 'its name')
    .addHelpText('after', examples('enginehouse market source get community'))
    .action(run(get));
};

async function get(session: Session, _options: object, name: string): Promise<void> {
  const { raw, value } = await readSource(session, name);
  session.show(raw, () => text(value));
}

const text = (source: SourceView): string =>
  facts([...placeFacts(source), ...trustFacts(source), ...syncFacts(source), ...contentFacts(source)]);

const placeFacts = (source: SourceView): readonly Fact[] => [
  ['Name', source.name],
  ['Address', `${source.address} (${source.location.kind})`],
  ['Internal', source.internal ? 'yes' : undefined],
  ['State', stateText(source)],
  ['Failed', source.failures > 0 ? `${source.failures} in a row` : undefined],
  ['Problem', source.problem?.detail],
  ['Hint', source.problem?.hint],
];

const trustFacts = ({ name, keys, strict, offeredKey }: SourceView): readonly Fact[] => [
  ['Trusted keys', keys.map(({ id, since, by }) => `${id}, since ${clock(since)} by ${by}`).join('\n') || 'none'],
  ['Unsigned', strict ? 'refused (strict)' : 'taken, and marked'],
  ['Offered key', offeredKey && offeredText(name, offeredKey)],
];

function syncFacts(source: SourceView): readonly Fact[] {
  const { running, lastSync, nextSyncAt, everySeconds } = source;
  return [
    ['Synced', everySeconds === 0 ? 'only when somebody asks' : `every ${everyText(source)}`],
    ['Next sync', nextSyncAt && clock(nextSyncAt)],
    ['Running', running && `${running.id} ${outcomeText(running)}`],
    ['Last sync', lastSync && `${lastSync.id} ${outcomeText(lastSync)}`],
  ];
}

const contentFacts = ({ snapshot, ...source }: SourceView): readonly Fact[] => [
  ['Updates', policyLine(source)],
  ['Entries', snapshot && `${snapshot.entries}, ${snapshot.rejected} rejected, of ${clock(snapshot.syncedAt)}`],
  ['Rejected', snapshot && snapshot.rejected > 0 ? rejectedText(source) : undefined],
  ['Upstream', snapshot?.upstreamRef],
  ['Digest', snapshot?.digest],
  ['Signed by', snapshot?.signedBy],
  ['Enabled', source.enabledEntries],
  ['Revision', source.revision],
  ['Added', `${clock(source.createdAt)} by ${source.createdBy}`],
];

/** A sync that found nothing new counts nothing: the one before it did. */
const rejectedText = ({ name, lastSync }: Pick<SourceView, 'name' | 'lastSync'>): string =>
  lastSync?.state === 'succeeded'
    ? `enginehouse market sync-report ${lastSync.id}`
    : `enginehouse market sync-report ID; the ids: enginehouse market source history ${name}`;

const offeredText = (name: string, { id, at }: NonNullable<SourceView['offeredKey']>): string =>
  `${id}, since ${clock(at)}; nobody has trusted it: enginehouse market source trust ${name} --offered`;
