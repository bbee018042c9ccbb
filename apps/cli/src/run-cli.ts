import { CommanderError } from 'commander';
import { Exit } from './exit.js';
import { applyExitCodes, exitCodes } from './exit-codes.js';
import type { Io } from './io.js';
import { painter } from './output/colors.js';
import { buildProgram } from './program.js';
import { wantsColor } from './session.js';
import { report, told, usageProblem } from './told.js';

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
  report({ io, json: wishes.json, paintNote: painter(wantsColor(io, wishes, io.stderr.isTty)) }, problem);
  return status;
}
