import { webhookView, type WebhookView } from '@enginehouse/contracts';
import { listOf } from '../../answers.js';
import { examples, type Register } from '../../command.js';
import { table, type Column } from '../../output/table.js';
import type { Session } from '../../session.js';

export const webhookList: Register = (parent, run) => {
  parent
    .command('list')
    .alias('ls')
    .description('List webhooks with the state of their deliveries')
    .addHelpText('after', examples('enginehouse webhook list'))
    .action(run(list));
};

async function list(session: Session): Promise<void> {
  const { raw, value } = await session.api.typed(listOf(webhookView), 'GET', '/v1/webhooks');
  session.show(raw, () => table(columns, value.items, session.io.stdout.columns));
}

const columns: readonly Column<WebhookView>[] = [
  { header: 'NAME', value: ({ name }) => name },
  { header: 'STATE', value: ({ state }) => state },
  { header: 'WAITING', value: ({ deliveries }) => String(deliveries.pending + deliveries.retrying) },
  { header: 'DELIVERED', value: ({ deliveries }) => String(deliveries.delivered) },
  { header: 'DEAD', value: ({ deliveries }) => String(deliveries.dead) },
  { header: 'URL', value: ({ url }) => url, shrinks: true },
];
