import { maskSecrets } from '@enginehouse/backend-spec';
import { entryView, policyText, type EntryImage, type EntryView, type Provenance } from '@enginehouse/contracts';
import { examples, path, type Register } from '../../../command.js';
import { completesNames } from '../../../completion/names.js';
import { clock } from '../../../output/age.js';
import { facts } from '../../../output/facts.js';
import { quoted } from '../../../output/field-text.js';
import { safeText } from '../../../output/safe-text.js';
import { table, type Column } from '../../../output/table.js';
import type { Session } from '../../../session.js';
import { versionColumns } from '../../backend/version/columns.js';
import { standing, usedBy } from './entry-text.js';
import { findEntry } from './find-entry.js';
import { goneLines } from './gone-text.js';

interface Options {
  readonly checkImages?: boolean;
}

export const marketShow: Register = (parent, run) => {
  completesNames(parent.command('show'), 'entries')
    .description('Show an entry: description, versions, where it comes from, and what was changed lately')
    .argument('<name>', 'its name; SOURCE/NAME where several sources offer it')
    .option('--check-images', 'ask the registries whether the tags of its images still mean the same')
    .addHelpText(
      'after',
      examples('enginehouse market show MinerU', 'enginehouse market show team/MinerU --check-images'),
    )
    .action(run(show));
};

async function show(session: Session, { checkImages }: Options, text: string): Promise<void> {
  const { source, name } = await findEntry(session, text, { enabled: false });
  const address = path`/v1/marketplace/entries/${source}/${name}`;
  const { raw, value } = await session.api.typed(entryView, 'GET', address, { query: { checkImages } });
  session.show(raw, () => entryText(session, value, checkImages ?? false));
}

function entryText(session: Session, entry: EntryView, checked: boolean): string {
  const { io, paint } = session;
  const { definition, about } = entry;
  const readme = about.readme ?? definition.description;
  const changes = about.changelog.slice(0, mostChanges).map(({ version, date, text }) => ({ version, date, text }));
  const special = definition.versions.filter(({ env, entrypoint }) => env !== undefined || entrypoint !== undefined);
  const parts = [
    factsOf(entry),
    ...(readme === undefined ? [] : [`${safeText(readme).trimEnd()}\n`]),
    titled(
      paint('bold', 'Versions'),
      table(versionColumns(definition.default_version), definition.versions, io.stdout.columns),
    ),
    ...(special.length === 0
      ? []
      : [titled(paint('bold', 'Settings of versions'), table(settingColumns, special, io.stdout.columns))]),
    ...(!entry.enabled || entry.images.length === 0
      ? []
      : [
          titled(paint('bold', 'Images'), table(imageColumns(session), entry.images, io.stdout.columns)) +
            (checked ? '' : `Whether the tags still mean the same: ${checkCommand(entry)}\n`),
        ]),
    ...(changes.length === 0
      ? []
      : [titled(paint('bold', 'Changes'), table(changeColumns, changes, io.stdout.columns))]),
  ];
  return parts.join('\n');
}

const checkCommand = ({ source, name }: EntryView): string =>
  `enginehouse market show ${quoted(`${source}/${name}`)} --check-images`;

const mostChanges = 5;
const titled = (title: string, text: string): string => `${title}\n${text}`;

function factsOf(entry: EntryView): string {
  const { about, definition, provenance, enabledFrom } = entry;
  return facts([
    ['Name', entry.name],
    ['Source', entry.source],
    ['State', standing(entry)],
    ['Gone', entry.gone && goneLines({ ...entry, gone: entry.gone }).join('\n')],
    ['Rejected', entry.rejected && `its newest form was rejected: ${entry.rejected}`],
    ['Deprecated', entry.deprecated],
    ['Clash', entry.enabled ? undefined : entry.clash],
    [
      'Backend',
      entry.catalogRevision === null ? undefined : `revision ${entry.catalogRevision}, used by ${usedBy(entry)}`,
    ],
    ['Enabled', entry.enabledAt && `${clock(entry.enabledAt)} by ${entry.enabledBy ?? 'nobody knows whom'}`],
    [
      'Updates',
      entry.enabled
        ? `${policyText(entry.effectivePolicy)}${entry.policy === null ? ', as its source' : ''}`
        : undefined,
    ],
    ['Maintainer', about.maintainer],
    ['Licence', about.licence],
    ['Links', about.links.map(({ title, url }) => `${title}: ${url}`).join('\n')],
    [
      'Needs',
      Object.entries(about.minimum_versions)
        .map(([what, least]) => `${what} ${least} or newer`)
        .join('\n'),
    ],
    ['Health check', definition.health_check_path],
    ['Entrypoint', definition.default_entrypoint],
    ['Run command', definition.default_run_command],
    ['Environment', variables(definition.default_env).join('\n')],
    ['Offered from', provenanceText(provenance)],
    ['Content', entry.contentHash],
    [
      'Made from',
      enabledFrom && enabledFrom.contentHash !== entry.contentHash ? provenanceText(enabledFrom) : undefined,
    ],
  ]);
}

/** As they are shown: nobody reads a secret off a screen. */
const variables = (env: Readonly<Record<string, string>> = {}): readonly string[] =>
  Object.entries(maskSecrets(env)).map(([name, value]) => `${name}=${value}`);

type Version = EntryView['definition']['versions'][number];

const settingColumns: readonly Column<Version>[] = [
  { header: 'VERSION', value: ({ name }) => name },
  { header: 'ENTRYPOINT', value: ({ entrypoint }) => entrypoint ?? '-' },
  { header: 'ENVIRONMENT', value: ({ env }) => variables(env).join(' ') || '-', shrinks: true },
];

function provenanceText({ location, upstreamRef, signedBy, syncedAt }: Provenance): string {
  const signed = signedBy === null ? 'not signed' : `signed with key ${signedBy}`;
  return [location, ...(upstreamRef === null ? [] : [upstreamRef]), `${signed}, synced ${clock(syncedAt)}`].join('\n');
}

const imageColumns = ({ paint }: Session): readonly Column<EntryImage>[] => [
  { header: 'VERSION', value: ({ version }) => version },
  { header: 'FRAMEWORK', value: ({ framework }) => framework },
  {
    header: 'TAG',
    value: ({ status }) => status,
    paint: (text, { status }) => (status === 'moved' ? paint('yellow', text) : text),
  },
  { header: 'WHEN ENABLED', value: ({ recorded }) => shortDigest(recorded) },
  { header: 'NOW', value: ({ current }) => shortDigest(current) },
  { header: 'IMAGE', value: ({ image }) => image, shrinks: true },
  { header: 'DETAIL', value: ({ detail }) => detail, shrinks: true },
];

const shortDigest = (digest: string | null): string => digest?.slice(0, 'sha256:'.length + 12) ?? '-';

type Change = EntryView['about']['changelog'][number];

const changeColumns: readonly Column<Change>[] = [
  { header: 'VERSION', value: ({ version }) => version },
  { header: 'DATE', value: ({ date }) => date ?? '-' },
  { header: 'WHAT', value: ({ text }) => text, shrinks: true },
];
