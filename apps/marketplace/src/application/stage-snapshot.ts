import type { EntryWarning, OfferedEntry } from '@enginehouse/contracts';
import { uuidv5 } from '@enginehouse/service-kit';
import { compareSnapshots, type SnapshotChanges } from '../domain/compare-snapshots.js';
import type { LiveSource } from '../domain/source.js';
import type { KnownEntry, Snapshots, StagedEntry } from '../ports.js';
import { throwIfEnded, type SyncScope } from './sync-parts.js';

/** A snapshot that is written whole, and is not the current one yet. */
export interface StagedSnapshot {
  readonly id: string;
  readonly changes: SnapshotChanges;
  /** What of icons could not be taken over. */
  readonly warnings: readonly EntryWarning[];
}

const namespace = '5b1f0a0e-6a0f-4c83-9d53-7a2b8a6a7c10';
const namesPerStep = 1000;
const entriesPerStep = 200;
const bytesPerStep = 1_000_000;
const iconsAtOnce = 8;

/**
 * The id of what comes out when this release reads these bytes: an attempt that was killed is gone on with, and one that
 * another switch overtook is another snapshot.
 */
const snapshotId = ({ name, basedOn }: LiveSource, digest: string, version: string): string =>
  uuidv5(namespace, [name, basedOn, digest, version].join('\n'));

/** What a source will offer: what it holds now, and what is offered on as it was before. */
export interface Offering {
  readonly digest: string;
  readonly entries: readonly OfferedEntry[];
  /** The file of each entry by its name, where the source has several. */
  readonly files: ReadonlyMap<string, string>;
  /** Of what was offered before. */
  readonly kept: readonly KnownEntry[];
}

/** What a source offers until now, as far as another sync needs it. */
export const offeredBefore = async ({ source, parts }: SyncScope): Promise<readonly KnownEntry[]> =>
  source.snapshot ? parts.snapshots.entries(source.snapshot.id) : [];

/** Writes a snapshot beside the current one. Entries that are the same as there are copied in the database. */
export async function stageSnapshot(
  scope: SyncScope,
  { digest, entries, files, kept }: Offering,
  before: readonly KnownEntry[],
): Promise<StagedSnapshot> {
  const { source, parts } = scope;
  const id = snapshotId(source, digest, parts.version);
  const { snapshots } = parts;
  const wanted = [...entries, ...kept];
  const there = await begun(scope, id, wanted);
  const changes = compareSnapshots(before, entries, kept);
  const stage = new Staging(scope, { id, total: wanted.length, files });
  stage.done(there.length);
  const missing = without(entries, there);
  const same = new Set(changes.unchanged);
  const copied = missing.filter(({ name }) => same.has(name));
  if (source.snapshot) {
    const asIs = copied.map(({ name }) => ({ name, file: files.get(name) ?? null, kept: null }));
    await stage.takeOver(source.snapshot.id, [...asIs, ...without(kept, there)]);
  }
  const made = await stage.write(missing.filter(({ name }) => !same.has(name)));
  await checkWhole(snapshots, id, wanted.length);
  await parts.at('after-stage', source.name);
  const known = new Set(copied.map(({ name }) => name.toLowerCase()));
  const told = before.filter(({ name }) => known.has(name.toLowerCase()));
  const written = without(there, kept);
  return { id, changes, warnings: [...written, ...told, ...made].flatMap(({ warnings }) => warnings) };
}

type Known = Pick<KnownEntry, 'name' | 'contentHash' | 'warnings'>;

/** What an attempt that was killed has written already. */
async function begun(
  { source: { name: source, basedOn }, parts: { snapshots, version: reader } }: SyncScope,
  id: string,
  wanted: readonly Pick<KnownEntry, 'name' | 'contentHash'>[],
): Promise<readonly Known[]> {
  const snapshot = { id, source, basedOn, reader };
  await snapshots.begin(snapshot);
  const there = await snapshots.entries(id);
  const hashes = new Map(wanted.map(({ name, contentHash }) => [name.toLowerCase(), contentHash]));
  if (there.every(({ name, contentHash }) => hashes.get(name.toLowerCase()) === contentHash)) return there;
  await snapshots.discard(id);
  await snapshots.begin(snapshot);
  return [];
}

function without<T extends { readonly name: string }>(
  entries: readonly T[],
  there: readonly { readonly name: string }[],
): readonly T[] {
  const names = new Set(there.map(({ name }) => name.toLowerCase()));
  return entries.filter(({ name }) => !names.has(name.toLowerCase()));
}

/** Whatever else happened to the tables: nothing becomes the current snapshot that is not whole. */
async function checkWhole(snapshots: Snapshots, id: string, wanted: number): Promise<void> {
  const kept = (await snapshots.find(id))?.entries ?? 0;
  if (kept !== wanted) throw new Error(`of ${wanted} entries ${kept} were kept`);
}

class Staging {
  private written = 0;

  constructor(
    private readonly scope: SyncScope,
    private readonly into: {
      readonly id: string;
      readonly total: number;
      readonly files: ReadonlyMap<string, string>;
    },
  ) {}

  done(more: number): void {
    this.written += more;
    this.scope.context.onProgress('comparing', this.written, this.into.total);
  }

  async takeOver(from: string, entries: Parameters<Snapshots['takeOver']>[2]): Promise<void> {
    for (let at = 0; at < entries.length; at += namesPerStep) {
      const step = entries.slice(at, at + namesPerStep);
      await this.scope.parts.snapshots.takeOver(from, this.into.id, step);
      await this.stepped(step.length);
    }
  }

  async write(entries: readonly OfferedEntry[]): Promise<readonly Known[]> {
    const made: Known[] = [];
    for (const step of stepsOf(entries)) {
      const staged = await this.withIcons(step);
      await this.scope.parts.snapshots.stage(this.into.id, staged);
      made.push(...staged.map(({ name, contentHash, warnings }) => ({ name, contentHash, warnings })));
      await this.stepped(step.length);
    }
    return made;
  }

  private async stepped(count: number): Promise<void> {
    this.done(count);
    throwIfEnded(this.scope);
    await this.scope.parts.at('mid-stage', this.scope.source.name);
  }

  private async withIcons(entries: readonly OfferedEntry[]): Promise<readonly StagedEntry[]> {
    const staged: StagedEntry[] = [];
    for (let at = 0; at < entries.length; at += iconsAtOnce) {
      throwIfEnded(this.scope);
      staged.push(...(await Promise.all(entries.slice(at, at + iconsAtOnce).map((entry) => this.withIcon(entry)))));
    }
    return staged;
  }

  private async withIcon(entry: OfferedEntry): Promise<StagedEntry> {
    const { icon, ...definition } = entry.definition;
    const staged = { ...entry, file: this.into.files.get(entry.name) ?? null, kept: null };
    if (icon === undefined) return { ...staged, warnings: [] };
    const remade = await this.scope.parts.icons.remake(icon);
    if (remade.ok) return { ...staged, definition: { ...definition, icon: remade.value }, warnings: [] };
    const { detail } = remade.error;
    return { ...staged, definition, warnings: [{ name: entry.name, code: 'icon-refused', detail }] };
  }
}

/** Few enough for one statement, in number and in size. */
function* stepsOf(entries: readonly OfferedEntry[]): Generator<readonly OfferedEntry[]> {
  let step: OfferedEntry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    step.push(entry);
    bytes += JSON.stringify(entry).length;
    if (step.length < entriesPerStep && bytes < bytesPerStep) continue;
    yield step;
    [step, bytes] = [[], 0];
  }
  if (step.length > 0) yield step;
}
