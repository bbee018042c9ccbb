import { CommanderError } from 'commander';
import { problemOf, ProblemError, type Problem } from '@enginehouse/contracts';
import { Declined } from './confirm.js';
import { Exit } from './exit.js';
import { applyExitCodes, exitCodeOf, exitCodes } from './exit-codes.js';
import { FailedError } from './failed-error.js';
import type { Io } from './io.js';
import { painter } from './output/colors.js';
import { problemText } from './output/problem-text.js';
import { buildProgram } from './program.js';
import { wantsColor } from './session.js';
import { UsageError } from './usage-error.js';

/** Runs one command line and tells its exit status; never throws. */
export async function runCli(args: readonly string[], io: Io): Promise<number> {
  const wishes = { json: args.includes('--json'), color: !args.includes('--no-color') };
  try {
    await buildProgram(io, wishes).parseAsync([...args], { from: 'user' });
    return exitCodes.ok;
  } catch (error) {
    if (io.signal.aborted) return exitCodes.interrupted;
    if (error instanceof Exit) return error.status;
    const status = error instanceof CommanderError ? refused(error, io, wishes) : failed(error, io, wishes);
    return isApply(args) ? Math.min(status, applyExitCodes.wrong) : status;
  }
}

const withValue: ReadonlySet<string> = new Set(['--url', '--token']);

/** Whether a line is one of `plan`, `apply` and `market diff`, whose 2 means changes, also where it cannot be right. */
function isApply(args: readonly string[]): boolean {
  const words = args.filter((word, at) => !word.startsWith('-') && !withValue.has(args[at - 1] ?? ''));
  return /^(?:(?:plan|apply|import)\b|backends? apply\b|market diff\b)/.test(words.join(' '));
}

interface Wishes {
  readonly json: boolean;
  readonly color: boolean;
}

/** What commander refuses it has told already, except where JSON was asked for. Showing help is no error. */
function refused({ exitCode, code, message }: CommanderError, io: Io, { json }: Wishes): number {
  if (exitCode === 0) return exitCodes.ok;
  if (json && code !== 'commander.help') {
    io.stderr.write(`${JSON.stringify(usageProblem(message.replace(/^error: /, '')))}\n`);
  }
  return exitCodes.usage;
}

function failed(error: unknown, io: Io, wishes: Wishes): number {
  const { problem, status } = told(error);
  const paint = painter(wantsColor(io, wishes, io.stderr.isTty));
  io.stderr.write(wishes.json ? `${JSON.stringify(problem)}\n` : problemText(problem, paint));
  return status;
}

const usageProblem = (detail: string, hint?: string): Problem => ({
  ...problemOf('invalid-input', detail, hint === undefined ? {} : { hint }),
  code: 'usage',
});

function told(error: unknown): { problem: Problem; status: number } {
  if (error instanceof FailedError) return { problem: error.problem, status: exitCodes.error };
  if (error instanceof ProblemError) return { problem: error.problem, status: exitCodeOf(error.problem) };
  const detail = error instanceof Error ? error.message : String(error);
  if (error instanceof UsageError) return { problem: usageProblem(detail, error.hint), status: exitCodes.usage };
  if (error instanceof Declined)
    return { problem: { ...problemOf('invalid-input', detail), code: 'declined' }, status: exitCodes.error };
  return { problem: problemOf('internal', detail), status: exitCodes.error };
}
