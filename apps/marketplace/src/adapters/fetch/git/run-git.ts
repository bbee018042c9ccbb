import { spawn } from 'node:child_process';

/** One call of git. */
export interface GitCall {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly stdin?: string;
  /** Bytes of standard output that are taken. */
  readonly maxOutput: number;
  readonly signal: AbortSignal;
}

/** How it ended. */
export type GitEnd =
  | { readonly kind: 'ended'; readonly code: number | null; readonly stdout: Buffer; readonly stderr: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'too-much' }
  | { readonly kind: 'given-up' };

const maxComplaint = 16 * 1024;
const kibibytesOfMemory = 1024 * 1024;
/** Of 512 bytes. */
const blocksOfFile = 512 * 1024;
const secondsOfWork = 60;

// What somebody else packed may unpack to anything: memory, files and work are bounded by the system.
const bounded =
  `ulimit -d ${kibibytesOfMemory}; ulimit -f ${blocksOfFile}; ulimit -t ${secondsOfWork}; ` +
  `command -v git >/dev/null || exit 127; exec git "$@"`;

/** Runs git in a process group of its own, which is killed as a whole; returns once it is gone. */
export async function runGit({ args, env, cwd, stdin, maxOutput, signal }: GitCall): Promise<GitEnd> {
  if (signal.aborted) return { kind: 'given-up' };
  return await new Promise((resolve, reject) => {
    const child = spawn('/bin/sh', ['-c', bounded, 'git', ...args], { cwd, env, detached: true, stdio: 'pipe' });
    const kill = () => {
      killGroup(child.pid);
      // Somebody it started and that left its group may still hold them.
      child.stdout.destroy();
      child.stderr.destroy();
    };
    const stdout = collect(child.stdout, maxOutput, kill);
    const stderr = collect(child.stderr, maxComplaint, () => undefined);
    signal.addEventListener('abort', kill, { once: true });
    child.stdin.on('error', () => undefined).end(stdin ?? '');
    child.once('error', reject);
    child.once('close', (code) => {
      signal.removeEventListener('abort', kill);
      killGroup(child.pid);
      if (signal.aborted) resolve({ kind: 'given-up' });
      else if (stdout.isFull()) resolve({ kind: 'too-much' });
      else if (code === 127) resolve({ kind: 'missing' });
      else resolve({ kind: 'ended', code, stdout: stdout.bytes(), stderr: stderr.bytes().toString('utf8') });
    });
  });
}

function collect(stream: NodeJS.ReadableStream, max: number, whenFull: () => void) {
  const parts: Buffer[] = [];
  let length = 0;
  stream.on('data', (part: Buffer) => {
    length += part.length;
    if (length > max) whenFull();
    else parts.push(part);
  });
  return { bytes: () => Buffer.concat(parts), isFull: () => length > max };
}

/** The group outlives its first process where that left some behind. */
function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It is gone.
  }
}
