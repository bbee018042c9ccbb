import { accessKey, route } from '@enginehouse/contracts';
import type { Logger } from '@enginehouse/service-kit';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { emptyMemory, type Memory } from '../../state/gateway-state.js';

const format = z.object({
  version: z.literal(1),
  keys: z.record(z.string(), accessKey),
  routes: z.record(z.string(), route),
});
const gatherMs = 200;

/** The last known keys and routes in a file, so that a gateway that starts while NATS is away can serve. */
export class MemoryFile {
  private readonly file: string;
  private pending: Memory | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly directory: string,
    private readonly logger: Logger,
  ) {
    this.file = path.join(directory, 'gateway-state.json');
  }

  /** What was remembered; nothing when there is no file, or none that can be read. */
  read(): Memory {
    try {
      const { keys, routes } = format.parse(JSON.parse(readFileSync(this.file, 'utf8')));
      return { keys: new Map(Object.entries(keys)), routes: new Map(Object.entries(routes)) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        this.logger.warn({ err: error }, 'the remembered keys and routes cannot be read; starting without');
      }
      return emptyMemory;
    }
  }

  /** Remembers soon: changes often come in bursts. */
  remember(memory: Memory): void {
    this.pending = memory;
    this.timer ??= setTimeout(() => this.flush(), gatherMs).unref();
  }

  /** Writes what is pending now. A reader finds the old file or the new one, never half of one. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!this.pending) {
      return;
    }
    const { keys, routes } = this.pending;
    this.pending = undefined;
    try {
      mkdirSync(this.directory, { recursive: true, mode: 0o700 });
      const text = JSON.stringify({ version: 1, keys: Object.fromEntries(keys), routes: Object.fromEntries(routes) });
      writeFileSync(`${this.file}.new`, text, { mode: 0o600 });
      renameSync(`${this.file}.new`, this.file);
    } catch (error) {
      this.logger.warn({ err: error }, 'the keys and routes could not be remembered');
    }
  }
}
