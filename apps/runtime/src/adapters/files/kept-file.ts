import { rename, rm } from 'node:fs/promises';
import type { z } from 'zod';
import type { Kept } from '../../ports.js';
import { readIfThere, writeAtomically } from './atomic-file.js';

/** Keeps one value as a JSON file that only this user can read. What cannot be read is put aside as `<file>.unreadable`. */
export class KeptFile<S extends z.ZodType> implements Kept<z.output<S>> {
  constructor(
    private readonly file: string,
    private readonly schema: S,
  ) {}

  async load(): Promise<z.output<S> | null> {
    const text = await readIfThere(this.file);
    if (text === null) {
      return null;
    }
    const parsed = this.schema.safeParse(parseJson(text));
    if (parsed.success) {
      return parsed.data;
    }
    await rename(this.file, `${this.file}.unreadable`);
    return null;
  }

  async save(value: z.output<S>): Promise<void> {
    await writeAtomically(this.file, JSON.stringify(value));
  }

  async clear(): Promise<void> {
    await rm(this.file, { force: true });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
