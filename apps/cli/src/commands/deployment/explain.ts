import { deploymentStatus, scheduling } from '@enginehouse/contracts';
import { z } from 'zod';
import { examples, path, type Register } from '../../command.js';
import { paintState } from '../../output/colors.js';
import { explanationText } from '../../output/explanation.js';
import { safeText } from '../../output/safe-text.js';
import type { Session } from '../../session.js';

const explained = z.object({
  name: z.string(),
  status: deploymentStatus,
  reason: z.string(),
  instances: z.array(scheduling.explainInstance.output),
});

export const deploymentExplain: Register = (parent, run) => {
  parent
    .command('explain')
    .description('Why each instance is where it is, or why it waits')
    .argument('<name>', 'its name')
    .addHelpText('after', examples('enginehouse deployment explain tiny'))
    .action(run(explain));
};

async function explain(session: Session, _options: object, name: string): Promise<void> {
  const { raw, value } = await session.api.typed(explained, 'GET', path`/v1/deployments/${name}/explain`);
  session.show(raw, () => text(session, value));
}

function text(session: Session, { name, status, reason, instances }: z.output<typeof explained>): string {
  const head = `${name}: ${paintState(session.paint, status)}${reason ? `, ${safeText(reason)}` : ''}\n`;
  return [head, ...instances.map((instance) => explanationText(session, instance))].join('\n');
}
