import { instanceView, type InstanceView } from '@enginehouse/contracts';
import { examples, path, type Register } from '../../command.js';
import { clock } from '../../output/age.js';
import { facts } from '../../output/facts.js';
import type { Session } from '../../session.js';

export const instanceGet: Register = (parent, run) => {
  parent
    .command('get')
    .description('Show an instance')
    .argument('<id>', 'its id')
    .addHelpText('after', examples('enginehouse instance get tiny-7f3k2'))
    .action(run(get));
};

async function get(session: Session, _options: object, id: string): Promise<void> {
  const { raw, value } = await session.api.typed(instanceView, 'GET', path`/v1/instances/${id}`);
  session.show(raw, () => text(value));
}

function text(view: InstanceView): string {
  const gpus = view.claim?.gpus.map(({ index, claimMib }) => `${index} (${claimMib} MiB)`).join(', ');
  return facts([
    ['Instance', view.id],
    ['Deployment', view.deployment],
    ['State', view.state],
    ['Reason', view.reason],
    ['Progress', view.progressPercent === null ? undefined : `${view.progressPercent} %`],
    ['Since', clock(view.since)],
    ['Worker', view.worker],
    ['GPUs', gpus],
    ['Memory', view.claim?.memoryMib ? `${view.claim.memoryMib} MiB` : undefined],
    ['Address', view.url],
    ['Backend', `${view.backend}@${view.revision}`],
    ['Version', view.version],
    ['Image', view.image],
    ['Container', view.containerId],
    ['Generation', view.generation],
    ['Restarts', view.restarts],
    ['Exit code', view.exitCode === null ? undefined : `${view.exitCode}${view.oomKilled ? ' (out of memory)' : ''}`],
    ['Last log lines', view.lastLogLines.join('\n')],
  ]);
}
