import { entryView, policyText, updatePolicy, type EntryView, type UpdateWindow } from '@enginehouse/contracts';
import { Argument } from 'commander';
import { sendChange } from '../../../change.js';
import { changes, examples, path, type ChangeOptions, type Register } from '../../../command.js';
import { completesNames } from '../../../completion/names.js';
import type { Session } from '../../../session.js';
import { UsageError } from '../../../usage-error.js';
import { updateWindowOf } from '../update-window.js';
import { findEntry, type EntryPlace } from './find-entry.js';
import { goneText, namedGone } from './gone-text.js';

interface Options extends ChangeOptions {
  readonly window?: UpdateWindow;
}

const modes = [...updatePolicy.shape.mode.unwrap().options, 'source'] as const;
type Mode = (typeof modes)[number];

export const marketPolicy: Register = (parent, run) => {
  changes(
    completesNames(parent.command('policy'), 'enabled-entries')
      .description('Show or say what happens by itself when upstream changes an entry')
      .argument('<name>', 'of an enabled entry')
      .addArgument(new Argument('[mode]', 'only tell, add new versions, or what its source says').choices(modes))
      .option(
        '--window <when>',
        'only then are versions added: "sat,sun 22:00-04:00 Europe/Berlin", "mon-fri 01:00-05:00"',
        updateWindowOf,
      ),
  )
    .addHelpText(
      'after',
      examples(
        'enginehouse market policy MinerU',
        'enginehouse market policy MinerU add-versions --window "sat,sun 22:00-04:00 Europe/Berlin"',
        'enginehouse market policy MinerU source',
      ),
    )
    .action(run(policy));
};

async function policy(session: Session, options: Options, text: string, mode?: Mode): Promise<void> {
  const { window } = options;
  if (window !== undefined && mode !== 'add-versions') {
    throw new UsageError('A window is for adding versions.', 'Say add-versions in front of --window.');
  }
  const place = await findEntry(session, text, { enabled: true });
  if (mode === undefined) return show(session, place);
  const wish = mode === 'source' ? null : { mode, ...(window && { window }) };
  await sendChange(session, options, {
    method: 'PUT',
    address: path`/v1/marketplace/entries/${place.source}/${place.name}/policy`,
    what: `policy of ${place.name}`,
    did: 'set',
    body: { policy: wish },
  });
  if (mode === 'add-versions' && place.withdrawn) await warnOfGone(session, place);
}

/** It was set, and does nothing as long as the entry is not offered. */
async function warnOfGone(session: Session, place: EntryPlace): Promise<void> {
  const { source, name, gone } = await read(session, place);
  if (gone) session.note(`warning: there is nothing to add to ${name}: ${goneText({ source, name, gone })}`);
}

async function show(session: Session, place: EntryPlace): Promise<void> {
  const { source, name, gone, policy: own, effectivePolicy } = await read(session, place);
  const whose = own === null && gone?.reason !== 'source-removed' ? `, as source ${source} says` : '';
  session.show({ policy: own, effectivePolicy, ...(gone && { gone }) }, () => {
    const text = `${name} ${policyText(effectivePolicy)}${whose}\n`;
    return gone ? text + namedGone({ source, name, gone }) : text;
  });
}

async function read(session: Session, { source, name }: EntryPlace): Promise<EntryView> {
  const { value } = await session.api.typed(entryView, 'GET', path`/v1/marketplace/entries/${source}/${name}`);
  return value;
}
