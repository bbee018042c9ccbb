import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ChildOptions } from './service-child.js';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const script = fileURLToPath(new URL('../../dist/promises/service-child.js', import.meta.url));

/** Brings the compiled child up to date; costs nothing after a build. */
export function buildChild(): void {
  execFileSync(`${root}node_modules/.bin/tsc`, ['-b', `${root}libs/event-store`], { stdio: 'inherit' });
}

/** A process that appends (and relays) until it dies. */
export class Child {
  readonly #process: ChildProcess;
  readonly lines: string[] = [];
  errors = '';

  constructor(options: ChildOptions) {
    this.#process = spawn(process.execPath, [script, JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'pipe'] });
    let rest = '';
    this.#process.stdout?.on('data', (chunk: Buffer) => {
      const parts = (rest + chunk.toString()).split('\n');
      rest = parts.pop() ?? '';
      this.lines.push(...parts);
    });
    this.#process.stderr?.on('data', (chunk: Buffer) => {
      this.errors += chunk.toString();
    });
  }

  /** Ids of events whose append was answered as stored. */
  get acknowledged(): readonly string[] {
    return this.lines.filter((line) => /^(appended|duplicate) /.test(line)).map((line) => line.split(' ')[1] ?? '');
  }

  get ended(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  signal(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  async kill(): Promise<void> {
    if (!this.ended) {
      this.#process.kill('SIGKILL');
      await this.end();
    }
  }

  /** Waits until it has died. */
  async end(): Promise<void> {
    if (!this.ended) {
      await once(this.#process, 'exit');
    }
  }
}
