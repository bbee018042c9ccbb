import { webhooks } from '@enginehouse/contracts';
import { examples, path, type Register } from '../../command.js';
import type { Session } from '../../session.js';
import { UsageError } from '../../usage-error.js';

export const webhookRedrive: Register = (parent, run) => {
  parent
    .command('redrive')
    .description('Send one delivery once more, or with --all everything that was given up')
    .argument('<name>', 'its name')
    .argument('[delivery]', 'which one')
    .option('--all', 'all dead deliveries')
    .addHelpText('after', examples('enginehouse webhook redrive ci --all'))
    .action(run(redrive));
};

async function redrive(session: Session, { all }: { readonly all?: boolean }, name: string, delivery?: string) {
  if ((delivery === undefined) === (all === undefined)) {
    throw new UsageError('It must be one delivery or all of them.', 'Say its id, or --all.');
  }
  const body = all ? { all: true } : { delivery };
  const address = `${path`/v1/webhooks/${name}`}/redrive`;
  const { raw, value } = await session.api.typed(webhooks.redrive.output, 'POST', address, { body });
  session.show(raw, () => `${value.redriven} sent again\n`);
}
