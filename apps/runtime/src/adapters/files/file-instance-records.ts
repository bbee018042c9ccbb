import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runtimeFact } from '@enginehouse/contracts';
import { z } from 'zod';
import { transitions, type Phase } from '../../domain/instance-state.js';
import type { InstanceRecord, InstanceRecords } from '../../ports.js';
import { KeptFile } from './kept-file.js';

const schema = z.object({
  instance: z.string(),
  generation: z.number().int(),
  planDigest: z.string(),
  phase: z.enum(Object.keys(transitions) as [Phase, ...Phase[]]),
  attempt: z.number().int(),
  until: z.string().nullable(),
  failure: z.object({ code: z.string(), detail: z.string() }).nullable(),
  lastFactId: z.string().nullable(),
  untold: z.array(runtimeFact).readonly().default([]),
});

/** One file per instance; all are read once, at the start, and answered from memory from then on. */
export class FileInstanceRecords implements InstanceRecords {
  private constructor(
    private readonly directory: string,
    private readonly records: Map<string, InstanceRecord>,
  ) {}

  static async open(directory: string): Promise<FileInstanceRecords> {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const names = (await readdir(directory)).filter((name) => name.endsWith('.json'));
    const found = await Promise.all(names.map((name) => new KeptFile(join(directory, name), schema).load()));
    const records = found.filter((record) => record !== null);
    return new FileInstanceRecords(directory, new Map(records.map((record) => [record.instance, record])));
  }

  all(): readonly InstanceRecord[] {
    return [...this.records.values()];
  }

  get(instance: string): InstanceRecord | null {
    return this.records.get(instance) ?? null;
  }

  async save(record: InstanceRecord): Promise<void> {
    this.records.set(record.instance, record);
    await new KeptFile(this.fileOf(record.instance), schema).save(record);
  }

  async delete(instance: string): Promise<void> {
    this.records.delete(instance);
    await rm(this.fileOf(instance), { force: true });
  }

  private fileOf(instance: string): string {
    return join(this.directory, `${encodeURIComponent(instance)}.json`);
  }
}
