import { addSizes, collectionSize, noSize, scalarSize } from './node-size.js';
import type { MappingEntry, MappingNode, ScalarNode, YamlNode } from './yaml-node.js';

/** Collects the pairs of a map. Its own keys win over merged ones, and earlier merged maps over later ones. */
export class MappingBuilder {
  /** How many entries of other maps had to be looked at. */
  mergedEntries = 0;
  private readonly own = new Map<string, MappingEntry>();
  private merged: readonly MappingNode[] | undefined;
  /** How many own keys stand before `<<`. */
  private mergedAfter = 0;
  private isSpoilt = false;

  constructor(private readonly at: number) {}

  get hasMerge(): boolean {
    return this.merged !== undefined;
  }

  /** Adds a pair; false when the key is there already. The last one counts, as in readers that let it pass. */
  add(key: ScalarNode, value: YamlNode): boolean {
    const isNew = !this.own.has(key.text);
    this.own.set(key.text, { keyAt: key.at, value });
    return isNew;
  }

  merge(sources: readonly MappingNode[]): void {
    this.merged = sources;
    this.mergedAfter = this.own.size;
    for (const source of sources) this.mergedEntries += source.entries.size;
  }

  /** Marks the map as one that has an error of its own, so that nobody complains about what it lacks. */
  spoil(): void {
    this.isSpoilt = true;
  }

  build(): YamlNode {
    const entries = this.merged ? this.mergedInto(this.merged) : this.own;
    let content = noSize;
    for (const [key, { value }] of entries) content = addSizes(content, addSizes(scalarSize(key), value.size));
    const size = collectionSize(content);
    return this.isSpoilt ? { kind: 'invalid', at: this.at, size } : { kind: 'mapping', at: this.at, entries, size };
  }

  private mergedInto(sources: readonly MappingNode[]): Map<string, MappingEntry> {
    const own = [...this.own];
    const result = new Map(own.slice(0, this.mergedAfter));
    for (const source of sources) {
      for (const [key, entry] of source.entries) {
        if (!this.own.has(key) && !result.has(key)) result.set(key, entry);
      }
    }
    for (const [key, entry] of own.slice(this.mergedAfter)) result.set(key, entry);
    return result;
  }
}
