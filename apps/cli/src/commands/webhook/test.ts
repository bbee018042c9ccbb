import { deliveryAttempt, problemOf } from '@enginehouse/contracts';
import { examples, path, type Register } from '../../command.js';
import { FailedError } from '../../failed-error.js';
import { facts } from '../../output/facts.js';
import type { Session } from '../../session.js';

export const webhookTest: Register = (parent, run) => {
  parent
    .command('test')
    .description('Send a test event now, and show what the receiver answers')
    .argument('<name>', 'its name')
    .addHelpText('after', examples('enginehouse webhook test ci'))
    .action(run(test));
};

async function test(session: Session, _options: object, name: string): Promise<void> {
  const address = `${path`/v1/webhooks/${name}`}/test`;
  const { raw, value } = await session.api.typed(deliveryAttempt, 'POST', address);
  session.show(raw, () =>
    facts([
      ['Result', value.error ?? 'delivered'],
      ['Status', value.status],
      ['Answer', value.answer],
      ['Took', `${value.durationMs} ms`],
      ['Request', value.requestId],
    ]),
  );
  if (value.error === null) return;
  const hint = 'Mend the receiver or its address; events that fail meanwhile are tried again.';
  throw new FailedError(problemOf('unavailable', `The test of ${name} failed: ${value.error}.`, { hint }));
}
