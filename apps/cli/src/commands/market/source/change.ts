import { sendChange } from '../../../change.js';
import { changesRevision, examples, path, type ChangeOptions, type Register } from '../../../command.js';
import { completesNames } from '../../../completion/names.js';
import type { Session } from '../../../session.js';
import { UsageError } from '../../../usage-error.js';
import { readSource } from './read-source.js';
import { locationChangeFrom, located, policed, policyFrom, scheduled, type SettingOptions } from './settings.js';

interface Options extends ChangeOptions, Omit<SettingOptions, 'window'> {
  /** False with `--no-window`. */
  readonly window?: SettingOptions['window'] | false;
  readonly tag?: string;
}

export const sourceChange: Register = (parent, run) => {
  const command = located(
    completesNames(parent.command('change'), 'sources')
      .description('Change where, when and how a source is synced')
      .argument('<name>', 'its name'),
  )
    .option('--tag <tag>', 'of the artifact: another tag or digest of the same repository')
    .option('--internal', 'the address may be in a private network, and plain http')
    .option('--no-internal', 'the address must be public, and https')
    .option('--strict', 'take nothing that no trusted key has signed')
    .option('--no-strict', 'take what is not signed too, and mark it');
  changesRevision(policed(scheduled(command)).option('--no-window', 'versions may be added at any time'))
    .addHelpText(
      'after',
      examples(
        'enginehouse market source change community --every 6h',
        'enginehouse market source change team --ref v4',
        'enginehouse market source change team --git https://git.example.com/backends.git',
        'enginehouse market source change mirror --tag stable',
        'enginehouse market source change team --policy add-versions --window "daily 02:00-04:00"',
      ),
    )
    .action(run(change));
};

async function change(session: Session, options: Options, name: string): Promise<void> {
  const location = locationChangeFrom(session.io, options);
  const wishes = { location, internal: options.internal, strict: options.strict, everySeconds: options.every };
  const aboutPolicy = options.policy !== undefined || options.window !== undefined;
  if (!aboutPolicy && Object.values(wishes).every((wish) => wish === undefined)) {
    throw new UsageError(
      'There is nothing to change.',
      'Say --http, --file, --git, --ref, --path, --oci, --tag, --internal, --strict, --every, --policy or --window.',
    );
  }
  if (!aboutPolicy) return patch(session, options, { name, body: wishes, did: 'changed' });
  // What is not said of the policy stays as it is, so it must be what was read.
  const { value: source } = await readSource(session, name);
  const { policy: mode, window } = options;
  const before = window === false ? { mode: source.policy.mode } : source.policy;
  const policy =
    window === false && mode === undefined ? before : policyFrom({ policy: mode, window: window || undefined }, before);
  const ifMatch = options.ifMatch ?? String(source.revision);
  await patch(session, { ...options, ifMatch }, { name, body: { ...wishes, policy }, did: 'changed' });
}

export const sourcePause: Register = (parent, run) => {
  changesRevision(
    completesNames(parent.command('pause'), 'sources')
      .description('Sync a source only when somebody asks')
      .argument('<name>', 'its name'),
  )
    .addHelpText('after', examples('enginehouse market source pause community --reason "until their outage is over"'))
    .action(
      run((session: Session, options: ChangeOptions, name: string) =>
        patch(session, options, { name, body: { paused: true }, did: 'paused' }),
      ),
    );
};

export const sourceResume: Register = (parent, run) => {
  changesRevision(
    completesNames(parent.command('resume'), 'sources')
      .description('Sync a paused source by itself again')
      .argument('<name>', 'its name'),
  )
    .addHelpText('after', examples('enginehouse market source resume community'))
    .action(
      run((session: Session, options: ChangeOptions, name: string) =>
        patch(session, options, { name, body: { paused: false }, did: 'resumed' }),
      ),
    );
};

const patch = (
  session: Session,
  options: ChangeOptions,
  { name, body, did }: { readonly name: string; readonly body: object; readonly did: string },
): Promise<void> =>
  sendChange(session, options, {
    method: 'PATCH',
    address: path`/v1/marketplace/sources/${name}`,
    what: `source ${name}`,
    did,
    body,
  });
