import { marketplace, problemOf, ProblemError, type EntrySummary } from '@enginehouse/contracts';
import {
  asksFirst,
  changeHeaders,
  changes,
  examples,
  path,
  type ChangeOptions,
  type Register,
} from '../../../command.js';
import { completesNames } from '../../../completion/names.js';
import { confirm } from '../../../confirm.js';
import type { Session } from '../../../session.js';
import { findEntries } from './find-entry.js';
import { inTurn } from './in-turn.js';

interface Options extends ChangeOptions {
  readonly yes?: boolean;
}

export const marketDisable: Register = (parent, run) => {
  asksFirst(
    changes(
      completesNames(parent.command('disable'), 'enabled-entries')
        .description('Delete the community backends of entries; refused while they are in use')
        .argument('<name...>', 'of the entries'),
    ),
  )
    .addHelpText(
      'after',
      examples('enginehouse market disable MinerU --yes', 'enginehouse market disable MinerU Tabby --reason unused'),
    )
    .action(run(disable));
};

/** Asks once for all of them; a name that there is not ends it before anything is done. */
async function disable(session: Session, options: Options, names: readonly string[]): Promise<void> {
  const entries = await findEntries(session, names, { enabled: true });
  const off = entries.find(({ enabled }) => !enabled);
  if (off && !options.yes) throw new ProblemError(notEnabled(off));
  await confirm(session.io, questionFor(entries), options.yes);
  await inTurn(session, entries, { nameOf: ({ name }) => name, work: (entry) => disableOne(session, options, entry) });
}

const notEnabled = ({ source, name }: EntrySummary) =>
  problemOf('entry-not-enabled', `The entry ${name} of ${source} is not enabled.`, {
    hint: 'Those that are: enginehouse market list --enabled',
  });

async function disableOne(session: Session, options: Options, { source, name }: EntrySummary): Promise<void> {
  const address = path`/v1/marketplace/entries/${source}/${name}/disable`;
  const { raw, value } = await session.api.typed(marketplace.disableEntry.output, 'POST', address, {
    headers: changeHeaders(options),
  });
  const { catalogRevision, lastRevision } = value;
  const back = `as it was: enginehouse backend rollback ${name} --to ${lastRevision}`;
  session.showLine(raw, () => `backend ${name} disabled (revision ${catalogRevision}); ${back}\n`);
}

/** What goes, and how it comes back: not by enabling it where its source has it no more. */
function questionFor(entries: readonly EntrySummary[]): string {
  const names = entries.map(({ name }) => name);
  const what = names.length === 1 ? `backend ${names.join()}` : `${names.length} backends: ${names.join(', ')}`;
  const lost = entries.filter(({ enabled, withdrawn }) => enabled && withdrawn);
  const back = names.length === 1 ? 'it comes back when it is' : 'them comes back when they are';
  const usual = lost.length < entries.length ? ` What you added to ${back} enabled again.` : '';
  return [`Delete ${what}?${usual}`, ...lost.map(lostText)].join('\n');
}

const lostText = ({ source, name }: EntrySummary): string =>
  `${name} cannot be enabled again: source ${source} does not offer it any more. To keep it, export it before (enginehouse backend get ${name} -o yaml); ` +
  `deleted, it comes back with enginehouse backend rollback ${name} --to REVISION.`;
