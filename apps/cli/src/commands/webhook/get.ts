import { webhookLog, webhookView, type WebhookView } from '@enginehouse/contracts';
import { examples, path, type Register } from '../../command.js';
import { clock } from '../../output/age.js';
import { facts } from '../../output/facts.js';
import type { Session } from '../../session.js';

export const webhookGet: Register = (parent, run) => {
  parent
    .command('get')
    .description('Show a webhook: what it sends, where it stands, and how its deliveries are')
    .argument('<name>', 'its name')
    .addHelpText('after', examples('enginehouse webhook get ci'))
    .action(run(get));
};

async function get(session: Session, _options: object, name: string): Promise<void> {
  const { raw, value } = await session.api.typed(webhookView, 'GET', path`/v1/webhooks/${name}`);
  session.show(raw, () => text(value));
}

function text({ filters, positions, deliveries, ...webhook }: WebhookView): string {
  return facts([
    ['Name', webhook.name],
    ['URL', webhook.url],
    ['Internal', webhook.internal ? 'yes' : undefined],
    ['State', webhook.state],
    ['Reason', webhook.reason],
    ['Types', filters.types.join('\n') || 'all'],
    ['Subjects', filters.subjects.join('\n') || 'all'],
    ['Logs', filters.logs.join('\n') || 'all'],
    ['Positions', webhookLog.options.map((log) => `${log}-${positions[log]}`).join(',')],
    ['Pending', deliveries.pending],
    ['Retrying', deliveries.retrying],
    ['Delivered', deliveries.delivered],
    ['Dead', deliveries.dead],
    ['Old secret until', webhook.previousSecretUntil === null ? undefined : clock(webhook.previousSecretUntil)],
    ['Revision', webhook.revision],
    ['Created', `${clock(webhook.createdAt)} by ${webhook.createdBy}`],
    ['Updated', clock(webhook.updatedAt)],
  ]);
}
