import { Option, type Command } from 'commander';
import { collect, durationSeconds, keyValue, memoryMib, positiveNumber, wholeNumber } from '../../parse-options.js';

/** What a deployment is made of, as far as it can be said by flags: the same for `deploy` and `preview`. */
export const deploymentOptions = (command: Command): Command => withPlacement(withModel(command));

function withModel(command: Command): Command {
  return command
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
