import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stack } from './stack.js';

/** Ends a service as a crash would; the launcher starts it again. */
export function crash(name: string): void {
  process.kill(pidOf(name), 'SIGKILL');
}

/** The process of a service, as the launcher knows it now. */
export function pidOf(name: string): number {
  const state = JSON.parse(readFileSync(join(stack().dataDir, 'state.json'), 'utf8')) as {
    processes: Readonly<Record<string, { readonly pid: number }>>;
  };
  const pid = state.processes[name]?.pid;
  if (pid === undefined) throw new Error(`no process ${name}: ${Object.keys(state.processes).join(', ')}`);
  return pid;
}
