import { scheduling } from '@enginehouse/contracts';
import { examples, path, type Register } from '../../command.js';
import { explanationText } from '../../output/explanation.js';
import type { Session } from '../../session.js';

export const instanceExplain: Register = (parent, run) => {
  parent
    .command('explain')
    .description('Why an instance was placed there, or why it waits')
    .argument('<id>', 'its id')
    .addHelpText('after', examples('enginehouse instance explain tiny-7f3k2'))
    .action(run(explain));
};

async function explain(session: Session, _options: object, id: string): Promise<void> {
  const schema = scheduling.explainInstance.output;
  const { raw, value } = await session.api.typed(schema, 'GET', path`/v1/instances/${id}/explain`);
  session.show(raw, () => explanationText(session, value));
}
