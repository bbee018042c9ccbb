import { webhooks, type WebhookPositions } from '@enginehouse/contracts';
import { z } from 'zod';
import { changeHeaders, changes, examples, type ChangeOptions, type Register } from '../../command.js';
import type { Session } from '../../session.js';
import { filterable, filtersFrom, positions, type FilterOptions } from './filters.js';

interface Options extends ChangeOptions, FilterOptions {
  readonly internal?: boolean;
  readonly from?: Partial<WebhookPositions>;
}

const added = webhooks.addWebhook.output.extend({ secret: z.string() });

export const webhookAdd: Register = (parent, run) => {
  const command = parent
    .command('add')
    .description('Send events to an address; the secret that signs them is shown this once')
    .argument('<name>', 'what to call it')
    .argument('<url>', 'where to send; https')
    .option('--internal', 'the address may be in a private network, and plain http')
    .option(
      '--from <positions>',
      'begin behind these positions: 0, or catalog-12,scheduling-34 (default: now)',
      positions,
    );
  changes(filterable(command))
    .addHelpText(
      'after',
      examples(
        'enginehouse webhook add ci https://ci.example.com/hooks --type "Version*"',
        'enginehouse webhook add audit http://audit.lan:8080/ --internal --from 0',
      ),
    )
    .action(run(add));
};

async function add(session: Session, options: Options, name: string, url: string): Promise<void> {
  const body = { name, url, internal: options.internal ?? false, filters: filtersFrom(options), from: options.from };
  const headers = changeHeaders(options);
  const { raw, value } = await session.api.typed(added, 'POST', '/v1/webhooks', { body, headers });
  if (!session.json) session.note(`webhook ${value.name}; its secret is not shown again:`);
  session.show(raw, () => `${value.secret}\n`);
}
