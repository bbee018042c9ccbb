import { examples, path, type Register } from '../../../command.js';
import { sendChange } from '../../../change.js';
import type { Session } from '../../../session.js';
import { UsageError } from '../../../usage-error.js';
import { imagesOf, lockQuery, versionFlags, type FieldOptions } from './fields.js';

export const versionAdd: Register = (parent, run) => {
  versionFlags(parent.command('add').description('Add a version'))
    .addHelpText(
      'after',
      examples(
        'enginehouse backend version add vLLM 0.30.0-custom --image cuda=vllm/vllm-openai:v0.30.0 \\',
        "    --run-command 'vllm serve {{model_path}} --host {{worker_ip}} --port {{port}}' --env VLLM_LOG=info",
      ),
    )
    .action(run(add));
};

async function add(session: Session, options: FieldOptions, name: string, version: string): Promise<void> {
  const images = imagesOf(options);
  if (!images) throw new UsageError('A version needs an image.', 'Say --image cuda=repository/image:tag.');
  const { runCommand, entrypoint, env } = options;
  await sendChange(session, options, {
    method: 'POST',
    address: path`/v1/backends/${name}/versions`,
    query: lockQuery(options),
    body: { name: version, images, run_command: runCommand, entrypoint, env },
    what: `version ${version} of ${name}`,
    did: 'added',
  });
}
