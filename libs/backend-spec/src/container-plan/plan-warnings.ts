import { shellOperatorIn, shellWarnings, type CommandWarning } from '../command/command-warnings.js';
import { placeholdersOf } from '../command/placeholders.js';
import { imageWarnings } from './image-warnings.js';
import { optionWarnings } from './option-warnings.js';
import { placeholderWarnings } from './placeholder-warnings.js';
import { repeatedCommand, type ImageCommand } from './repeated-command.js';
import type { RenderablePlan, RenderedPlan } from './render-plan.js';
import { variableWarnings } from './variable-warnings.js';

/** What a preview points out although the container can be started. */
export type PlanWarning = CommandWarning<
  | 'entrypoint_repeated'
  | 'entrypoint_repeated_partly'
  | 'image_command_repeated'
  | 'entrypoint_ignores_arguments'
  | 'no_port'
  | 'option_without_value'
  | 'placeholder_splits'
  | 'placeholder_in_parameter'
  | 'spaced_placeholder'
  | 'unknown_placeholder'
  | 'shell_operator'
  | 'floating_tag'
  | 'unusual_variable_name'
>;

/** What the registry says about an image, as far as warnings need it. */
export interface KnownImage extends ImageCommand {
  readonly digest: string;
}

/** Looks for what probably went wrong on the way to a container. `image` is `null` where nobody could be asked about it. */
export function planWarnings(
  plan: RenderablePlan & { readonly image: string },
  rendered: RenderedPlan,
  image: KnownImage | null,
): PlanWarning[] {
  return [
    ...repeatedCommand(rendered, image),
    ...portWarnings(plan.command),
    ...optionWarnings(plan, rendered),
    ...(plan.command === null ? [] : shellWarnings(plan.command)),
    ...shellOperatorIn(plan.parameters),
    ...placeholderWarnings(plan),
    ...imageWarnings(plan.image, image),
    ...variableWarnings(plan.env),
  ];
}

/** Where there is no command, the image's own runs: it cannot know the port that is leased for it either. */
function portWarnings(command: string | null): PlanWarning[] {
  if (command === null) {
    const detail = "Nothing sets a run command, and the image's own cannot be told where to listen.";
    return [{ code: 'no_port', detail, hint: 'Set a run command with an option for the port: --port {{port}}.' }];
  }
  return placeholdersOf(command).includes('port') ? [] : [noPort];
}

const noPort: PlanWarning = {
  code: 'no_port',
  detail: 'The command has no {{port}}, so the engine cannot be told where to listen.',
  hint: 'Add the option for the port, for example --port {{port}}.',
};
