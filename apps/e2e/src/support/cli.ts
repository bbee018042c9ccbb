import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { stack } from './stack.js';

export const program = resolve(import.meta.dirname, '../../../cli/bin/enginehouse.mjs');

export interface CliRun {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface CliOptions {
  readonly input?: string | Uint8Array;
  readonly token?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Interrupts a command that goes on, after so many milliseconds. */
  readonly killAfter?: number;
}

/** Runs `enginehouse` as a person would, outside a terminal. */
export function cli(args: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  const env = {
    ...process.env,
    ENGINEHOUSE_URL: stack().apiUrl,
    ENGINEHOUSE_TOKEN: options.token ?? stack().token,
    NO_COLOR: '1',
    ...options.env,
  };
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [program, ...args], { env, stdio: ['pipe', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.on('error', fail);
    child.on('close', (code) => done({ code, out, err }));
    if (options.killAfter !== undefined) setTimeout(() => child.kill('SIGINT'), options.killAfter);
    child.stdin.end(options.input ?? '');
  });
}
