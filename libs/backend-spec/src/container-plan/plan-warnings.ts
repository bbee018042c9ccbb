import { shellWarnings, type CommandWarning } from '../command/command-warnings.js';
import { isParameterKey } from '../command/parameter-key.js';
import { isBuiltinPlaceholder, placeholdersOf } from '../command/placeholders.js';
import type { RenderablePlan, RenderedPlan } from './render-plan.js';

/** What a preview should point out although the container can be started. */
export type PlanWarning = CommandWarning<
  | 'entrypoint_repeated'
  | 'no_port'
  | 'option_without_value'
  | 'placeholder_in_parameter'
  | 'shell_operator'
  | 'bind_address_replaced'
>;

/** What else is known when warnings are looked for. */
export interface PlanWarningOptions {
  readonly network: 'own' | 'host';
  /** The image's own ENTRYPOINT, where it is known. */
  readonly imageEntrypoint?: readonly string[] | null;
}

/** Looks for what probably went wrong on the way to a container. */
export function planWarnings(
  plan: RenderablePlan,
  rendered: RenderedPlan,
  { network, imageEntrypoint = null }: PlanWarningOptions,
): PlanWarning[] {
  const command = plan.command ?? '';
  const used = placeholdersOf(command);
  return [
    ...repeatedEntrypoint(rendered.entrypoint ?? imageEntrypoint ?? [], rendered.argv),
    ...(command === '' || used.includes('port') ? [] : [noPort]),
    ...shellWarnings(command),
    ...optionsWithoutValue(rendered.argv),
    ...placeholdersInParameters(plan),
    ...(network === 'own' && used.includes('worker_ip') ? [bindAddressReplaced] : []),
  ];
}

const noPort: PlanWarning = {
  code: 'no_port',
  detail: 'The command has no {{port}}, so the engine cannot be told where to listen.',
  hint: 'Add the option for the port, for example --port {{port}}.',
};

const bindAddressReplaced: PlanWarning = {
  code: 'bind_address_replaced',
  detail: '{{worker_ip}} is 0.0.0.0 here: the container has its own network, and the worker publishes the port.',
};

function repeatedEntrypoint(entrypoint: readonly string[], argv: readonly string[]): PlanWarning[] {
  if (entrypoint.length === 0 || !entrypoint.every((word, index) => word === argv[index])) return [];
  const text = entrypoint.join(' ');
  const detail = `The command begins with ${text}, which the entrypoint runs already.`;
  return [{ code: 'entrypoint_repeated', detail, hint: `Remove ${text} from the command.` }];
}

function optionsWithoutValue(argv: readonly string[]): PlanWarning[] {
  const options = argv.flatMap((word, index) => {
    if (word === '') return isParameterKey(argv[index - 1] ?? '') ? [argv[index - 1] ?? ''] : [];
    return isParameterKey(word) && word.endsWith('=') ? [word] : [];
  });
  return [...new Set(options)].map((option) => ({
    code: 'option_without_value',
    detail: `The option ${option} gets an empty value.`,
  }));
}

function placeholdersInParameters({ parameters, env }: RenderablePlan): PlanWarning[] {
  const names = new Set(parameters.flatMap((word) => placeholdersOf(word)));
  return [...names]
    .filter((name) => isBuiltinPlaceholder(name) || Object.hasOwn(env, name))
    .map((name) => ({
      code: 'placeholder_in_parameter',
      detail: `{{${name}}} in a parameter is passed on as it stands; only run commands are templates.`,
      hint: 'Set a run command for this deployment instead.',
    }));
}
