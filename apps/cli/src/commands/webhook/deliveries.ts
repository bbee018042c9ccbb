import { Option } from 'commander';
import { deliveryState, webhooks, type DeliveryView } from '@enginehouse/contracts';
import { examples, path, type Register } from '../../command.js';
import { clock } from '../../output/age.js';
import { table, type Column } from '../../output/table.js';
import { wholeNumber } from '../../parse-options.js';
import type { Session } from '../../session.js';

interface Options {
  readonly state?: string;
  readonly limit?: number;
}

export const webhookDeliveries: Register = (parent, run) => {
  parent
    .command('deliveries')
    .description('List the newest deliveries of a webhook, with what the receiver answered last')
    .argument('<name>', 'its name')
    .addOption(new Option('--state <state>', 'only these').choices(deliveryState.options))
    .option('--limit <number>', 'at most so many (default: 50)', wholeNumber(1))
    .addHelpText('after', examples('enginehouse webhook deliveries ci --state dead'))
    .action(run(deliveries));
};

async function deliveries(session: Session, { state, limit }: Options, name: string): Promise<void> {
  const address = `${path`/v1/webhooks/${name}`}/deliveries`;
  const { output } = webhooks.listDeliveries;
  const { raw, value } = await session.api.typed(output, 'GET', address, { query: { state, limit } });
  session.show(raw, () => table(columns, value.items, session.io.stdout.columns));
}

const columns: readonly Column<DeliveryView>[] = [
  { header: 'DELIVERY', value: ({ id }) => id },
  { header: 'EVENT', value: ({ log, position, type }) => `${log}-${position} ${type}` },
  { header: 'STATE', value: ({ state }) => state },
  { header: 'TRIED', value: ({ attempts }) => String(attempts) },
  { header: 'NEXT', value: ({ nextAttemptAt }) => (nextAttemptAt === null ? '-' : clock(nextAttemptAt)) },
  {
    header: 'LAST',
    value: ({ lastAttempt }) => lastAttempt?.error ?? (lastAttempt ? 'delivered' : '-'),
    shrinks: true,
  },
];
