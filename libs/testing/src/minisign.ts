import { execFile } from 'node:child_process';
import { findMinisign } from '@enginehouse/launcher';
import { cacheDir } from './run-directory.js';

/** What the program said. */
export interface MinisignAnswer {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The real minisign. */
export interface TestMinisign {
  /** Runs it in a folder; what it asks for, such as passwords, it reads from `input`. */
  run(folder: string, args: readonly string[], input?: string): Promise<MinisignAnswer>;
}

/** Finds minisign, or unpacks Debian's; answers why not where this machine cannot have it. */
export async function testMinisign(): Promise<TestMinisign | { readonly missing: string }> {
  try {
    const { command, env } = await findMinisign({ cacheDir });
    return { run: (folder, args, input = '') => run({ command, args, input }, { cwd: folder, env }) };
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  }
}

interface Call {
  readonly command: string;
  readonly args: readonly string[];
  readonly input: string;
}

function run(
  { command, args, input }: Call,
  where: { cwd: string; env: Readonly<Record<string, string | undefined>> },
): Promise<MinisignAnswer> {
  return new Promise((resolve) => {
    const child = execFile(command, args, where, (error, stdout, stderr) => {
      resolve({ status: error ? (child.exitCode ?? 128) : 0, stdout, stderr });
    });
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}
