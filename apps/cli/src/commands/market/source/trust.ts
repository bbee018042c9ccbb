import { parsePublicKey } from '@enginehouse/signatures';
import { problemOf, ProblemError, type SourceView } from '@enginehouse/contracts';
import { sendChange } from '../../../change.js';
import { asksFirst, changesRevision, examples, path, type ChangeOptions, type Register } from '../../../command.js';
import { completesNames } from '../../../completion/names.js';
import { confirm, confirmRemoval } from '../../../confirm.js';
import { clock } from '../../../output/age.js';
import { facts } from '../../../output/facts.js';
import type { Session } from '../../../session.js';
import { UsageError } from '../../../usage-error.js';
import { readPublicKey } from '../key-files.js';
import { readSource } from './read-source.js';

interface Options extends ChangeOptions {
  readonly yes?: boolean;
  readonly key?: string;
  readonly offered?: boolean;
}

export const sourceTrust: Register = (parent, run) => {
  asksFirst(
    changesRevision(
      completesNames(parent.command('trust'), 'sources')
        .description('Trust a key that the index of a source may be signed with, beside those that are trusted already')
        .argument('<name>', 'its name')
        .option('--key <key>', 'a public key (RW...) or its file')
        .option('--offered', 'the key that the source was signed with last, which nobody has trusted yet'),
    ),
  )
    .addHelpText(
      'after',
      examples(
        'enginehouse market source trust community --key RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3',
        'enginehouse market source trust community --offered',
      ),
    )
    .action(run(trust));
};

interface Key {
  readonly id: string;
  readonly text: string;
}

async function trust(session: Session, options: Options, name: string): Promise<void> {
  if ((options.key === undefined) === (options.offered === undefined)) {
    throw new UsageError('It must be said which key.', 'Say --key, or --offered for the one that the source shows.');
  }
  const { value: source } = await readSource(session, name);
  const key = options.key === undefined ? offered(source) : await readPublicKey(session.io, options.key);
  if (!options.yes) session.note(comparison(source, key).trimEnd());
  await confirm(
    session.io,
    `Trust key ${key.id}? Whoever has its secret part decides what ${name} offers.`,
    options.yes,
  );
  const ifMatch = options.ifMatch ?? String(source.revision);
  await sendChange(
    session,
    { ...options, ifMatch },
    {
      method: 'POST',
      address: path`/v1/marketplace/sources/${name}/trust`,
      what: `key ${key.id} of source ${name}`,
      did: 'trusted',
      body: { key: key.text },
    },
  );
  if (!source.strict) {
    session.note(
      `What is not signed is still taken from ${name}. To refuse it: enginehouse market source change ${name} --strict`,
    );
  }
}

function offered({ name, offeredKey }: SourceView): Key {
  if (!offeredKey) {
    throw new ProblemError(
      problemOf('key-not-found', `Source ${name} was signed with no key that waits for trust.`, {
        hint: `Give the key that its publisher names: enginehouse market source trust ${name} --key KEY`,
      }),
    );
  }
  const key = offeredKey.key === null ? undefined : parsePublicKey(offeredKey.key);
  if (key?.ok) return key.value;
  throw new ProblemError(
    problemOf(
      'key-not-found',
      `Source ${name} was signed with key ${offeredKey.id}, but does not show the key itself.`,
      {
        hint: `Ask its publisher for it: enginehouse market source trust ${name} --key KEY`,
      },
    ),
  );
}

const comparison = ({ keys, offeredKey }: SourceView, { id, text }: Key): string =>
  facts([
    ['Trusted now', keys.map((key) => `${key.id}, since ${clock(key.since)} by ${key.by}`).join('\n') || 'no key'],
    ['To be trusted', `${id}  ${text}`],
    ['Last signed with', offeredKey && `${offeredKey.id}, first seen ${clock(offeredKey.at)}`],
  ]);

export const sourceDistrust: Register = (parent, run) => {
  asksFirst(
    changesRevision(
      completesNames(parent.command('distrust'), 'sources')
        .description(
          'Trust a key no more; what it has signed stays listed, but is not enabled and not updated to until a sync brings what is trusted',
        )
        .argument('<name>', 'name of the source')
        .argument('<key>', 'its id, or the key (RW...) or its file'),
    ),
  )
    .addHelpText('after', examples('enginehouse market source distrust community E7620F1842B4E81F'))
    .action(run(distrust));
};

/** As minisign prints it, which leaves out zeros in front. */
const keyIdOf = (wish: string): string | undefined =>
  /^[0-9a-f]{1,16}$/i.test(wish) ? wish.toUpperCase().replace(/^0+/, '') : undefined;

async function findKey(session: Session, name: string, id: string): Promise<void> {
  const { keys } = (await readSource(session, name)).value;
  if (keys.some((key) => keyIdOf(key.id) === keyIdOf(id))) return;
  const known = keys.map((key) => key.id).join(', ') || 'none';
  throw new ProblemError(
    problemOf('key-not-found', `The source ${name} does not trust a key ${id}.`, { hint: `It trusts: ${known}.` }),
  );
}

async function distrust(session: Session, options: Options, name: string, wish: string): Promise<void> {
  const id = keyIdOf(wish) ?? (await readPublicKey(session.io, wish)).id;
  await confirmRemoval(session.io, {
    question: `Trust key ${id} of source ${name} no more?`,
    yes: options.yes,
    look: () => findKey(session, name, id),
  });
  await sendChange(session, options, {
    method: 'POST',
    address: path`/v1/marketplace/sources/${name}/trust`,
    what: `key ${id} of source ${name}`,
    did: 'distrusted',
    body: { distrust: id },
  });
}
