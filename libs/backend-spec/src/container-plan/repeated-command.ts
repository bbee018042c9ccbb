import type { PlanWarning } from './plan-warnings.js';
import type { RenderedPlan } from './render-plan.js';

/** What an image runs by itself; `null` where it says nothing. */
export interface ImageCommand {
  readonly entrypoint: readonly string[] | null;
  readonly command: readonly string[] | null;
}

/** Warns where the arguments say again what the entrypoint runs already, all of it or a part: `vllm serve vllm serve`. */
export function repeatedCommand({ entrypoint, argv }: RenderedPlan, image: ImageCommand | null): PlanWarning[] {
  if (argv.length === 0) return [];
  if (entrypoint !== null) return repeatedWords(entrypoint, argv, 'the entrypoint');
  const { entrypoint: words, command } = image ?? noCommand;
  if (words === null || words.length === 0) return [];
  const whole = [...words, ...(command ?? [])];
  return whole.length > words.length && commonStart(whole, argv) === whole.length
    ? [wholeImageRepeated(words, whole)]
    : repeatedWords(words, argv, "the image's ENTRYPOINT");
}

const noCommand: ImageCommand = { entrypoint: null, command: null };

function repeatedWords(words: readonly string[], argv: readonly string[], owner: string): PlanWarning[] {
  if (isShellForm(words)) return [ignoredArguments(owner)];
  const start = commonStart(words, argv);
  if (start === words.length) return start > 0 ? [wholeRepeated(words, owner)] : [];
  const end = overlap(words, argv);
  if (end > 0) return [partRepeated(words, words.slice(-end), owner)];
  return start > 0 ? [partRepeated(words, words.slice(0, start), owner)] : [];
}

const basename = (word: string) => word.slice(word.lastIndexOf('/') + 1);

/** How many words both begin with. A program counts as the same with and without its folder. */
function commonStart(words: readonly string[], argv: readonly string[]): number {
  const differs = words.findIndex((word, at) => argv[at] !== word && !(at === 0 && argv[0] === basename(word)));
  return differs < 0 ? words.length : differs;
}

/** How many of the last words the arguments begin with: `serve` after `vllm serve`. */
function overlap(words: readonly string[], argv: readonly string[]): number {
  for (let length = words.length - 1; length > 0; length -= 1) {
    if (words.slice(-length).every((word, at) => argv[at] === word)) return length;
  }
  return 0;
}

function wholeRepeated(words: readonly string[], owner: string): PlanWarning {
  const text = words.join(' ');
  const detail = `The command begins with ${text}, which ${owner} runs already: ${text} ${text} ...`;
  return { code: 'entrypoint_repeated', detail, hint: `Remove ${text} from the command.` };
}

function wholeImageRepeated(entrypoint: readonly string[], whole: readonly string[]): PlanWarning {
  const text = entrypoint.join(' ');
  return {
    code: 'image_command_repeated',
    detail: `The command begins with ${whole.join(' ')}, the image's ENTRYPOINT and CMD. It replaces CMD only, so ${text} runs twice.`,
    hint: `Remove ${text} from the command.`,
  };
}

function partRepeated(words: readonly string[], part: readonly string[], owner: string): PlanWarning {
  const text = part.join(' ');
  return {
    code: 'entrypoint_repeated_partly',
    detail: `The command begins with ${text}, which is part of ${owner} ${words.join(' ')}: it is run as ${words.join(' ')} ${text} ...`,
    hint: `Write only what follows ${words.join(' ')}, or give the version an entrypoint of its own.`,
  };
}

/** `sh -c TEXT` passes arguments to the text, which hardly ever looks at them. */
const isShellForm = ([shell = '', option, text, ...more]: readonly string[]): boolean =>
  /^(?:ba|da|z|a)?sh$/.test(basename(shell)) &&
  option === '-c' &&
  text !== undefined &&
  more.length === 0 &&
  !/\$[{]?[@*1-9]/.test(text);

const ignoredArguments = (owner: string): PlanWarning => ({
  code: 'entrypoint_ignores_arguments',
  detail: `The command is not looked at: ${owner} is a command line for a shell, which takes no arguments.`,
  hint: 'Give the version an entrypoint of its own.',
});
