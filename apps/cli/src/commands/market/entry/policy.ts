import { entryView, policyText, updatePolicy, type UpdateWindow } from '@enginehouse/contracts';
import { Argument } from 'commander';
import { sendChange } from '../../../change.js';
import { changes, examples, path, type ChangeOptions, type Register } from '../../../command.js';
import { completesNames } from '../../../completion/names.js';
import type { Session } from '../../../session.js';
import { UsageError } from '../../../usage-error.js';
import { updateWindowOf } from '../update-window.js';
import { findEntry, type EntryPlace } from './find-entry.js';

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
}

async function show(session: Session, { source, name }: EntryPlace): Promise<void> {
  const { value } = await session.api.typed(entryView, 'GET', path`/v1/marketplace/entries/${source}/${name}`);
  const { policy: own, effectivePolicy } = value;
  const whose = own === null ? `, as source ${source} says` : '';
  session.show({ policy: own, effectivePolicy }, () => `${name} ${policyText(effectivePolicy)}${whose}\n`);
}
