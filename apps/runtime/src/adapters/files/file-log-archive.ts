import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogLine } from '@enginehouse/container-engine';
import { z } from 'zod';
import type { LogArchive } from '../../ports.js';
import { readIfThere, writeAtomically } from './atomic-file.js';

const keptLines = 2000;
const lineSchema = z.object({ stream: z.enum(['stdout', 'stderr']), at: z.string().optional(), line: z.string() });

/** The last 2,000 lines of each instance's last container, one JSON value per line. */
export class FileLogArchive implements LogArchive {
  constructor(private readonly directory: string) {}

  async save(instance: string, lines: readonly LogLine[]): Promise<void> {
    const text = lines.slice(-keptLines).map((line) => `${JSON.stringify(line)}\n`);
    await writeAtomically(this.fileOf(instance), text.join(''));
  }

  async read(instance: string): Promise<readonly LogLine[] | null> {
    const text = await readIfThere(this.fileOf(instance));
    return text === null
      ? null
      : text
          .split('\n')
          .filter(Boolean)
          .map((line) => lineSchema.parse(JSON.parse(line)));
  }

  async delete(instance: string): Promise<void> {
    await rm(this.fileOf(instance), { force: true });
  }

  private fileOf(instance: string): string {
    return join(this.directory, `${encodeURIComponent(instance)}.jsonl`);
  }
}
