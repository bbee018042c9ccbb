import { deploymentView, type DeploymentSpec, type DeploymentView } from '@enginehouse/contracts';
import { examples, path, type Register } from '../../command.js';
import { clock } from '../../output/age.js';
import { paintState } from '../../output/colors.js';
import { facts } from '../../output/facts.js';
import { table } from '../../output/table.js';
import type { Session } from '../../session.js';
import { instanceColumns } from '../instance/columns.js';
import { backendOf } from './list.js';
import { rollText } from './roll-text.js';

export const deploymentGet: Register = (parent, run) => {
  parent
    .command('get')
    .description('Show a deployment and its instances')
    .argument('<name>', 'its name')
    .addHelpText('after', examples('enginehouse deployment get tiny'))
    .action(run(get));
};

async function get(session: Session, _options: object, name: string): Promise<void> {
  const { raw, value } = await session.api.typed(deploymentView, 'GET', path`/v1/deployments/${name}`);
  session.show(raw, () => text(session, value));
}

function text(session: Session, view: DeploymentView): string {
  const { spec } = view;
  const about = facts([
    ['Name', view.name],
    ['Status', view.status],
    ['Reason', view.reason],
    ['Replicas', `${view.readyReplicas} of ${view.replicas} ready`],
    ['Revision', view.revision],
    ['Backend', backendOf(view)],
    ['Roll', view.roll ? rollText(view.roll) : undefined],
    ['Model', modelOf(spec)],
    ['Served as', spec.modelName ?? spec.name],
    ['Image', spec.imageName],
    ['Run command', spec.runCommand],
    ['Parameters', spec.parameters.join('\n')],
    ['Environment', pairs(spec.env).join('\n')],
    ['Resources', pairs(spec.resources).join(', ')],
    ['Placement', [spec.placement.strategy, ...pairs(spec.placement.workerLabels)].join(', ')],
    ['Created', `${clock(view.createdAt)} by ${view.createdBy}`],
  ]).replace(/(?<=^Status: +)\S+$/m, (status) => paintState(session.paint, status));
  if (view.instances.length === 0) return about;
  const instances = table(instanceColumns(session), view.instances, session.io.stdout.columns);
  return `${about}\n${session.paint('bold', 'Instances')}\n${instances}`;
}

const pairs = (map: object): string[] => Object.entries(map).map(([name, value]) => `${name}=${String(value)}`);

function modelOf({ model }: DeploymentSpec): string {
  if (!model) return '';
  if (model.source === 'local_path') return model.path;
  return `${model.source}: ${model.repo}${model.revision === undefined ? '' : ` at ${model.revision}`}`;
}
