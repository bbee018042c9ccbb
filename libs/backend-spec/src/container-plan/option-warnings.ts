import { isParameterKey } from '../command/parameter-key.js';
import { renderCommand, type RenderContext } from '../command/render-command.js';
import { splitCommand } from '../command/split-command.js';
import { unquotedVariables } from '../command/unquoted-variables.js';
import type { PlanWarning } from './plan-warnings.js';
import type { RenderablePlan, RenderedPlan } from './render-plan.js';

/**
 * Warns about options whose value turned out empty: `--name ''`, `--name=`, and `--name {{VAR}}` where the variable is
 * empty, so that the option takes its neighbour for a value. An option that is written without a value may be a flag.
 */
export function optionWarnings(plan: RenderablePlan, { argv }: RenderedPlan): PlanWarning[] {
  const empty = argv.flatMap((word, index) => {
    if (word === '') return isParameterKey(argv[index - 1] ?? '') ? [argv[index - 1] ?? ''] : [];
    return isParameterKey(word) && word.endsWith('=') ? [word] : [];
  });
  const warnings = [...new Set(empty)].map((option) => warning(option, 'gets an empty value'));
  return [...warnings, ...vanishedValues(plan)];
}

const warning = (option: string, what: string): PlanWarning => ({
  code: 'option_without_value',
  detail: `The option ${option} ${what}.`,
  hint: 'Leave the option out, or give it a value.',
});

/** Stands where an empty variable is, to see what is before it. */
const marker = '\uE002';

const anyContext: RenderContext = {
  model_path: '',
  model_name: '',
  port: 1,
  worker_ip: '',
  gpu_count: 0,
  gpu_ids: [],
};

/** A variable named like these holds options of its own; what stands before it is most likely a flag. */
const holdsOptions = /(^|_)(ARGS?|OPTS?|OPTIONS?|FLAGS?|PARAM(ETER)?S?|EXTRA)(_|$)/i;

function vanishedValues({ command, env }: RenderablePlan): PlanWarning[] {
  const template = command ?? '';
  const names = unquotedVariables(template, env).filter((name) => !holdsOptions.test(name) && isEmpty(env[name] ?? ''));
  return names.flatMap((name) => {
    const rendered = renderCommand(template, anyContext, { ...env, [name]: marker });
    const argv = rendered.ok ? rendered.value.argv : [];
    const options = argv.filter((word, at) => argv[at + 1] === marker && isParameterKey(word) && !word.includes('='));
    return [...new Set(options)].map((option) => warning(option, `gets no value, because ${name} is empty`));
  });
}

function isEmpty(value: string): boolean {
  const words = splitCommand(value);
  return words.ok && words.value.length === 0;
}
