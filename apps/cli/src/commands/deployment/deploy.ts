import { Option, type Command } from 'commander';
import { done } from '../../answers.js';
import { changeHeaders, changes, examples, type ChangeOptions, type Register } from '../../command.js';
import { collect, durationSeconds, keyValue, memoryMib, positiveNumber, wholeNumber } from '../../parse-options.js';
import type { Session } from '../../session.js';
import { deploymentFrom, type DeployOptions } from './deployment-from.js';
import { addWaitOptions, waitAfter, type WaitOptions } from './wait.js';

interface Options extends DeployOptions, ChangeOptions, WaitOptions {}

/** `enginehouse deploy` */
export const deployCommand: Register = (parent, run) => {
  const command = parent
    .command('deploy')
    .description('Deploy a model on a backend')
    .argument('[name]', 'name of the deployment; may stand in the file instead');
  addWaitOptions(changes(withPlacement(withModel(command))))
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

function withModel(command: Command): Command {
  return command
    .option('-b, --backend <name>', 'backend to run it on')
    .option('--version <name>', "version of the backend (default: the backend's, or what fits)")
    .option(
      '-m, --model <source>',
      '/path on the worker (hf:owner/name and ms:owner/name are refused until workers can fetch weights)',
    )
    .option('--model-name <name>', 'what clients call the model (default: the name of the deployment)')
    .option('-r, --replicas <number>', 'how many instances (default: 1)', wholeNumber(0))
    .option(
      '-p, --param <parameter>',
      "the engine's own option; may be repeated: --param --max-model-len=8192",
      collect,
    )
    .option('-e, --env <KEY=VALUE>', 'environment variable; may be repeated', keyValue)
    .option('--image <image>', "instead of the version's image")
    .option('--run-command <command>', "instead of the version's command")
    .option('--framework <name>', 'what an image of your own needs: cuda, rocm, cpu, ...')
    .option('--health-path <path>', 'answers 200 when the engine is ready (default: the backend’s, else /v1/models)')
    .option('--startup-timeout <duration>', 'from start to the first good answer (default: 10m)', durationSeconds);
}

function withPlacement(command: Command): Command {
  return command
    .option('--gpus <number>', 'GPUs per instance', wholeNumber(0))
    .option('--gpu-memory <amount>', 'memory on each GPU: 16GiB', memoryMib)
    .option('--memory <amount>', 'memory of the host: 8GiB', memoryMib)
    .option('--cpus <number>', 'CPUs: 0.5', positiveNumber)
    .option('--shm <amount>', 'shared memory (default: 10GiB)', memoryMib)
    .addOption(new Option('--strategy <strategy>', 'how replicas are placed').choices(['spread', 'binpack']))
    .option('-l, --label <key=value>', 'only on workers with this label; may be repeated', keyValue)
    .option('-f, --file <path>', 'deployment as JSON; - is standard input. Flags win over it');
}

async function deploy(session: Session, options: Options, name: string | undefined): Promise<void> {
  const spec = await deploymentFrom(session.io, name, options);
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
