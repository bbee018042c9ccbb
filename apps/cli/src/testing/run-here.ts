import type { Io } from '../io.js';
import { runCli } from '../run-cli.js';

export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Surroundings extends Partial<Omit<Io, 'stdout' | 'stderr'>> {
  readonly isTty?: boolean;
  readonly columns?: number;
  readonly stdin?: string;
}

/** Runs a command line in this process, in surroundings of the test's own. */
export async function runHere(args: readonly string[], surroundings: Surroundings = {}): Promise<Ran> {
  const { isTty = false, columns, stdin = '', ...rest } = surroundings;
  const written = { stdout: '', stderr: '' };
  const output = (stream: 'stdout' | 'stderr') => ({
    write: (chunk: string) => void (written[stream] += chunk),
    isTty,
    columns,
  });
  const io: Io = {
    stdout: output('stdout'),
    stderr: output('stderr'),
    env: {},
    cwd: '/nowhere',
    home: '/nowhere',
    readStdin: () => Promise.resolve(stdin),
    ask: undefined,
    askSecret: undefined,
    now: () => Date.parse('2026-01-02T12:00:00.000Z'),
    signal: new AbortController().signal,
    ...rest,
  };
  const status = await runCli(args, io);
  return { status, ...written };
}
