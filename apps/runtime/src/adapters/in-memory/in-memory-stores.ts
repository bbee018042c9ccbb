import type { RuntimeFact } from '@enginehouse/contracts';
import type { LogLine } from '@enginehouse/container-engine';
import type { InstanceRecord, InstanceRecords, Kept, LogArchive, OutboxStore } from '../../ports.js';

const keptLines = 2000;

/** Keeps one value as long as the process lives. */
export class InMemoryKept<T> implements Kept<T> {
  private value: string | null = null;

  async load(): Promise<T | null> {
    return this.value === null ? null : (JSON.parse(this.value) as T);
  }

  async save(value: T): Promise<void> {
    this.value = JSON.stringify(value);
  }

  async clear(): Promise<void> {
    this.value = null;
  }
}

/** Records as long as the process lives. */
export class InMemoryInstanceRecords implements InstanceRecords {
  private readonly records = new Map<string, InstanceRecord>();

  all(): readonly InstanceRecord[] {
    return [...this.records.values()];
  }

  get(instance: string): InstanceRecord | null {
    return this.records.get(instance) ?? null;
  }

  async save(record: InstanceRecord): Promise<void> {
    this.records.set(record.instance, record);
  }

  async delete(instance: string): Promise<void> {
    this.records.delete(instance);
  }
}

/** Waiting facts as long as the process lives. */
export class InMemoryOutboxStore implements OutboxStore {
  private facts: RuntimeFact[] = [];

  async load(): Promise<readonly RuntimeFact[]> {
    return [...this.facts];
  }

  async add(fact: RuntimeFact): Promise<void> {
    this.facts.push(fact);
  }

  async remove(fact: RuntimeFact): Promise<void> {
    this.facts = this.facts.filter(({ id }) => id !== fact.id);
  }
}

/** Log lines as long as the process lives. */
export class InMemoryLogArchive implements LogArchive {
  private readonly lines = new Map<string, readonly LogLine[]>();

  async save(instance: string, lines: readonly LogLine[]): Promise<void> {
    this.lines.set(instance, lines.slice(-keptLines));
  }

  async read(instance: string): Promise<readonly LogLine[] | null> {
    return this.lines.get(instance) ?? null;
  }

  async delete(instance: string): Promise<void> {
    this.lines.delete(instance);
  }
}
