import { done } from '../../answers.js';
import { changeHeaders, changes, examples, type ChangeOptions, type Register } from '../../command.js';
import type { Session } from '../../session.js';
import { deploymentFrom, type DeployOptions } from './deployment-from.js';
import { deploymentOptions } from './deployment-options.js';
import { addWaitOptions, waitAfter, type WaitOptions } from './wait.js';

interface Options extends DeployOptions, ChangeOptions, WaitOptions {}

/** `enginehouse deploy` */
export const deployCommand: Register = (parent, run) => {
  const command = parent
    .command('deploy')
    .description('Deploy a model on a backend')
    .argument('[name]', 'name of the deployment; may stand in the file instead');
  command.option('-b, --backend <name>', 'backend to run it on');
  addWaitOptions(changes(deploymentOptions(command)))
    .addHelpText(
      'after',
      examples(
        'enginehouse deploy tiny --backend vLLM --model /models/Qwen3-0.6B --wait',
        'enginehouse deploy chat --backend SGLang --model /models/qwen3-32b --replicas 2 --gpus 2 --param --tp-size=2',
        'enginehouse deploy mine --backend Custom --image my/engine:1 --run-command "serve --port {{port}}"',
        'enginehouse deploy -f deployment.json --replicas 3',
      ),
    )
    .action(run(deploy));
};

/** Containers take any name without "="; programs often do not. */
const oddVariables = (env: unknown): readonly string[] =>
  Object.keys(env ?? {}).filter((name) => !/^[A-Za-z_]\w*$/.test(name));

async function deploy(session: Session, options: Options, name: string | undefined): Promise<void> {
  const spec = await deploymentFrom(session.io, name, options);
  for (const odd of oddVariables(spec['env'])) {
    session.note(
      `warning: ${JSON.stringify(odd)} is passed on as it is, but no shell can read a variable of that name`,
    );
  }
  const { raw, value } = await session.api.typed(done, 'POST', '/v1/deployments', {
    body: spec,
    headers: changeHeaders({ reason: options.reason }),
  });
  await waitAfter(session, options, {
    name: spec.name,
    answer: raw,
    text: `deployment ${spec.name} created (revision ${value.revision})\n`,
  });
}
