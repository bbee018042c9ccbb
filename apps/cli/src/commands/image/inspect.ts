import { quoteCommand } from '@enginehouse/backend-spec';
import { imageFacts, type ImageFacts } from '@enginehouse/contracts';
import { examples, type Register } from '../../command.js';
import { facts } from '../../output/facts.js';
import type { Session } from '../../session.js';

/** `enginehouse image inspect` */
export const imageInspect: Register = (parent, run) => {
  parent
    .command('inspect')
    .description('Ask the registry about an image, without pulling it: digest, platforms, command, size')
    .argument('<image>', 'a reference, such as ghcr.io/org/image:tag')
    .addHelpText(
      'after',
      examples(
        'enginehouse image inspect vllm/vllm-openai:v0.29.0',
        'enginehouse image inspect ghcr.io/org/x:1 --json',
      ),
    )
    .action(run(inspect));
};

async function inspect(session: Session, _options: unknown, image: string): Promise<void> {
  const { raw, value } = await session.api.typed(imageFacts, 'GET', '/v1/images', { query: { image } });
  session.show(raw, () => text(value));
}

const named = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');

function text(image: ImageFacts): string {
  return facts([
    ['Image', image.image],
    ['Digest', image.digest],
    ['Platforms', image.platforms.join(', ')],
    ['Entrypoint', image.entrypoint === null ? 'none' : quoteCommand(image.entrypoint)],
    ['Command', image.command === null ? 'none' : quoteCommand(image.command)],
    ['Directory', image.workingDirectory],
    ['User', image.user ?? 'root'],
    ['Ports', image.exposedPorts.join(', ')],
    ['Size', image.sizeBytes === 0 ? undefined : `${(image.sizeBytes / 1_000_000).toFixed(1)} MB compressed`],
    ['Created', image.createdAt],
    ['Environment', named(image.env)],
    ['Labels', named(image.labels)],
  ]);
}
