import { readFileSync } from 'node:fs';

/** Enough to tell a process from a stranger that got its number later. */
export interface ProcessMark {
  readonly pid: number;
  /** In the kernel's ticks since boot; empty where the system has no /proc. */
  readonly startedAt: string;
}

/** Whether exactly this process is still there. */
export function stillRuns({ pid, startedAt }: ProcessMark): boolean {
  if (!isThere(pid)) return false;
  const now = statOf(pid);
  return now === undefined || startedAt === '' || (now.startedAt === startedAt && now.state !== 'Z');
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // A process of another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function statOf(pid: number): { state: string | undefined; startedAt: string | undefined } | undefined {
  try {
    // The command name, in brackets, may hold anything: fields are counted from the last bracket.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return { state: fields[0], startedAt: fields[19] };
  } catch {
    return undefined;
  }
}
