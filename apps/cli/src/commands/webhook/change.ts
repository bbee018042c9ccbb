import { sendChange } from '../../change.js';
import { changesRevision, examples, path, type ChangeOptions, type Register } from '../../command.js';
import type { Session } from '../../session.js';
import { UsageError } from '../../usage-error.js';
import { filterable, filtersFrom, type FilterOptions } from './filters.js';

interface Options extends ChangeOptions, FilterOptions {
  readonly to?: string;
  readonly internal?: boolean;
  readonly everything?: boolean;
}

export const webhookChange: Register = (parent, run) => {
  const command = parent
    .command('change')
    .description('Change where or what a webhook sends; filters replace those of before')
    .argument('<name>', 'its name')
    .option('--to <url>', 'where to send')
    .option('--internal', 'the address may be in a private network, and plain http')
    .option('--no-internal', 'the address must be public, and https')
    .option('--everything', 'send all events again');
  changesRevision(filterable(command))
    .addHelpText('after', examples('enginehouse webhook change ci --to https://ci2.example.com/hooks'))
    .action(run(change));
};

async function change(session: Session, options: Options, name: string): Promise<void> {
  const filters = options.everything ? { types: [], subjects: [], logs: [] } : filtersFrom(options);
  const body = { url: options.to, internal: options.internal, filters };
  if (Object.values(body).every((each) => each === undefined)) {
    throw new UsageError(
      'There is nothing to change.',
      'Say --to, --internal, --type, --subject, --log or --everything.',
    );
  }
  await patch(session, options, { name, body, did: 'changed' });
}

export const webhookPause: Register = (parent, run) => {
  changesRevision(
    parent
      .command('pause')
      .description('Send nothing until it is resumed; nothing is lost meanwhile')
      .argument('<name>', 'its name'),
  )
    .addHelpText('after', examples('enginehouse webhook pause ci --reason "moving to another host"'))
    .action(
      run((session: Session, options: ChangeOptions, name: string) =>
        patch(session, options, { name, body: { paused: true }, did: 'paused' }),
      ),
    );
};

export const webhookResume: Register = (parent, run) => {
  changesRevision(
    parent.command('resume').description('Go on sending where it was paused').argument('<name>', 'its name'),
  )
    .addHelpText('after', examples('enginehouse webhook resume ci'))
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
    address: path`/v1/webhooks/${name}`,
    what: `webhook ${name}`,
    did,
    body,
  });
