import { marketplace, type SyncRun } from '@enginehouse/contracts';
import { changeHeaders, changes, examples, type ChangeOptions, type Register } from '../../../command.js';
import { collect } from '../../../parse-options.js';
import type { Session } from '../../../session.js';
import { UsageError } from '../../../usage-error.js';
import { readPublicKey } from '../key-files.js';
import { waitsForSync, type SyncWaitOptions } from '../sync/wait-for-sync.js';
import { locationFrom, located, policed, policyFrom, scheduled, whereHint, type SettingOptions } from './settings.js';
import { seeThrough } from './sync.js';

interface Options extends ChangeOptions, SettingOptions, SyncWaitOptions {
  readonly key?: readonly string[];
}

export const sourceAdd: Register = (parent, run) => {
  const command = located(
    parent
      .command('add')
      .description('Add a source of backends, and sync it at once')
      .argument('<name>', 'what to call it: lower-case letters, digits, ., _ and -'),
  )
    .option('--internal', 'the address may be in a private network, and plain http')
    .option('--key <key>', 'a public key (RW...) or its file that the index must be signed with (repeatable)', collect)
    .option('--strict', 'take nothing that no trusted key has signed (default where a key is given)')
    .option('--no-strict', 'take what is not signed too, and mark it');
  changes(waitsForSync(policed(scheduled(command))))
    .addHelpText(
      'after',
      examples(
        'enginehouse market source add community --http https://example.com/backends.yaml --key minisign.pub --wait',
        'enginehouse market source add team --git https://git.example.com/backends.git --ref v3 --path backends --every 30m',
        'enginehouse market source add lab --http http://lab.lan/index.yaml --internal --policy add-versions --window "sat,sun 22:00-04:00 Europe/Berlin"',
        'enginehouse market source add mirror --oci registry.example.com/backends:stable',
        'enginehouse market source add here --file /srv/backends',
      ),
    )
    .action(run(add));
};

async function add(session: Session, options: Options, name: string): Promise<void> {
  const location = locationFrom(session.io, options);
  if (!location) throw new UsageError('Where the source is must be said.', whereHint);
  const keys: string[] = [];
  for (const key of options.key ?? []) keys.push((await readPublicKey(session.io, key)).text);
  const body = {
    name,
    location,
    internal: options.internal,
    keys,
    strict: options.strict,
    everySeconds: options.every,
    policy: policyFrom(options),
  };
  const headers = changeHeaders(options);
  const { output } = marketplace.addSource;
  const { raw, value } = await session.api.typed(output, 'POST', '/v1/marketplace/sources', { body, headers });
  const text = `source ${value.name} added (revision ${value.revision})`;
  const sync: Pick<SyncRun, 'id' | 'source'> = { id: value.run, source: value.name };
  if (!options.wait) {
    session.show(raw, () => `${text}; it is synced now: enginehouse market sync-report ${value.run}\n`);
    return;
  }
  session.note(text);
  await seeThrough(session, sync, options);
}
