import { preview as previewSchema, problemOf, type Preview, type Problem } from '@enginehouse/contracts';
import { examples, type Register } from '../../command.js';
import { readDocument } from '../../documents.js';
import { FailedError } from '../../failed-error.js';
import type { Io } from '../../io.js';
import { wholeNumber } from '../../parse-options.js';
import type { Session } from '../../session.js';
import { UsageError } from '../../usage-error.js';
import { draftFrom, type DeployOptions } from '../deployment/deployment-from.js';
import { deploymentOptions } from '../deployment/deployment-options.js';
import { previewText } from './preview-text.js';

interface Options extends Omit<DeployOptions, 'backend'> {
  readonly name?: string;
  readonly revision?: number;
  readonly definition?: string;
  readonly worker?: string;
  readonly offline?: boolean;
  readonly strict?: boolean;
}

/** `enginehouse preview` */
export const previewCommand: Register = (parent, run) => {
  const command = parent
    .command('preview')
    .description('Show exactly what would be started, with warnings; nothing is started, reserved or pulled')
    .argument('[backend]', 'its name; may stand in the file or in the definition instead')
    .option('--revision <number>', 'the backend as it was at this revision', wholeNumber(1))
    .option('--definition <path>', 'a backend that is not saved, as YAML or JSON; - is standard input')
    .option('--name <name>', 'name of the deployment (default: preview)');
  deploymentOptions(command)
    .option('-w, --worker <name>', 'for this worker (default: the one that placement would choose now)')
    .option('--offline', 'do not ask the registry about the image')
    .option('--strict', 'exit with status 1 where there are warnings')
    .addHelpText(
      'after',
      examples(
        'enginehouse preview vLLM --model local:/models/Qwen3-0.6B --gpus 1',
        'enginehouse preview vLLM --revision 37 --version 0.29.0 -p --max-model-len=8192 -e HF_TOKEN=hf_...',
        'enginehouse preview --definition backend.yaml --offline --strict',
        'enginehouse preview -f deployment.json --worker gpu-1 --json',
      ),
    )
    .action(run(preview));
};

async function preview(session: Session, options: Options, backend: string | undefined): Promise<void> {
  const body = await requestOf(session.io, options, backend);
  const { raw, value } = await session.api.typed(previewSchema, 'POST', '/v1/preview', { body });
  session.show(raw, () => previewText(session, value));
  if (options.strict && value.warnings.length > 0) throw new FailedError(warned(value));
}

async function requestOf(io: Io, options: Options, backend: string | undefined): Promise<object> {
  const { name, revision, worker, offline, definition, file } = options;
  if (definition === '-' && file === '-') throw new UsageError('Only one file can be standard input.');
  const deployment = await draftFrom(io, name, { ...options, ...(backend === undefined ? {} : { backend }) });
  const unsaved = definition === undefined ? {} : await definitionFrom(io, definition);
  if (deployment['backend'] === undefined && definition === undefined) {
    throw new UsageError('A preview needs a backend.', 'Name it, or give a --definition.');
  }
  return { deployment, revision, worker, offline, ...unsaved };
}

/** The server reads YAML itself: it tells what is wrong by line and column. */
async function definitionFrom(io: Io, path: string): Promise<object> {
  const { type, content } = await readDocument(io, path);
  return type === 'application/json' ? { definition: JSON.parse(content) as unknown } : { yaml: content };
}

function warned({ warnings }: Preview): Problem {
  const codes = [...new Set(warnings.map(({ code }) => code))];
  const many = `${warnings.length} ${warnings.length === 1 ? 'warning' : 'warnings'}`;
  const more = { hint: 'Without --strict this is no error.', extra: { warnings } };
  return { ...problemOf('invalid-input', `${many}: ${codes.join(', ')}.`, more), code: 'warnings' };
}
