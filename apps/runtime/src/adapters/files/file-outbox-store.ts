import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runtimeFact, type RuntimeFact } from '@enginehouse/contracts';
import type { OutboxStore } from '../../ports.js';
import { writeAtomically } from './atomic-file.js';
import { KeptFile } from './kept-file.js';

/** One file per fact, named by a number that grows, so that the order survives a restart. */
export class FileOutboxStore implements OutboxStore {
  private next = 1;
  private readonly files = new Map<string, string>();

  constructor(private readonly directory: string) {}

  async load(): Promise<readonly RuntimeFact[]> {
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    const names = (await readdir(this.directory)).filter((name) => name.endsWith('.json')).toSorted();
    const facts: RuntimeFact[] = [];
    for (const name of names) {
      this.next = Math.max(this.next, Number.parseInt(name, 10) + 1);
      const fact = await new KeptFile(join(this.directory, name), runtimeFact).load();
      if (fact) {
        this.files.set(fact.id, name);
        facts.push(fact);
      }
    }
    return facts;
  }

  async add(fact: RuntimeFact): Promise<void> {
    const name = `${String(this.next).padStart(12, '0')}.json`;
    this.next += 1;
    await writeAtomically(join(this.directory, name), JSON.stringify(fact));
    this.files.set(fact.id, name);
  }

  async remove(fact: RuntimeFact): Promise<void> {
    const name = this.files.get(fact.id);
    if (name) {
      await rm(join(this.directory, name), { force: true });
      this.files.delete(fact.id);
    }
  }
}
