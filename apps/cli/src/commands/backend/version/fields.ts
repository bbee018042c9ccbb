import type { Command } from 'commander';
import type { VersionImage } from '@enginehouse/contracts';
import { changesRevision, type ChangeOptions } from '../../../command.js';
import { keyValue } from '../../../parse-options.js';

/** The flags that are a version's fields, as commander names them. */
export interface FieldOptions extends ChangeOptions {
  readonly image?: Readonly<Record<string, string>>;
  readonly runCommand?: string;
  readonly entrypoint?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly lock?: boolean;
}

/** Adds the flags of a command that writes a version. */
export function versionFlags(command: Command): Command {
  return changesRevision(
    command
      .argument('<name>', 'name of the backend')
      .argument('<version>', 'the version')
      .option('--image <framework=image>', 'the image for a framework: cuda=vllm/vllm-openai:v0.29.0', keyValue)
      .option('--run-command <command>', 'what the container runs, with placeholders such as {{port}}')
      .option('--entrypoint <command>', "instead of the image's")
      .option('--env <name=value>', 'an environment variable; may be repeated', keyValue)
      .option('--lock', 'store the image by its digest, so that it is the same for ever'),
  );
}

/** The images of `--image`; undefined where there is none. */
export const imagesOf = ({ image }: FieldOptions): VersionImage[] | undefined =>
  image && Object.entries(image).map(([framework, imageName]) => ({ framework, image_name: imageName }));

/** The query of a request that writes a version. */
export const lockQuery = ({ lock }: FieldOptions): { lock?: boolean } => (lock ? { lock } : {});
