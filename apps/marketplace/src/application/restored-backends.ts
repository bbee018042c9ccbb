import type { Problem, Result } from '@enginehouse/contracts';
import { newHeader, type Logger } from '@enginehouse/service-kit';
import { nameOfEntry, sourceOfEntry } from '../domain/entry-id.js';
import { recordReturn, type Taken } from '../domain/entry.decisions.js';
import { takenAt } from '../domain/taken-at.js';
import type { AfterSync, Catalog, OfferingSources, RolledBackBackend } from '../ports.js';
import type { EntryChanges } from './entry-changes.js';
import type { EntryCommands } from './entry-commands.js';
import type { EntryDirectory } from './entry-directory.js';

/** What restored backends are linked with. */
export interface RestoredBackendsParts {
  readonly directory: EntryDirectory;
  readonly commands: EntryCommands;
  readonly changes: EntryChanges;
  readonly catalog: Catalog;
  readonly sources: OfferingSources;
  readonly after: AfterSync;
  readonly logger: Logger;
}

interface Owner {
  readonly id: string;
  readonly taken: Taken;
}

/** Notices that a deleted backend was rolled back into being in the catalog: its entry is enabled again, with what it knew. */
export class RestoredBackends {
  constructor(private readonly parts: RestoredBackendsParts) {}

  /** Doing it again changes nothing. Throws where it cannot be told now; then it has to be done again. */
  async link(rolledBack: RolledBackBackend): Promise<void> {
    if (rolledBack.source !== 'community') return;
    const owner = await this.ownerOf(rolledBack);
    if (owner) await this.parts.changes.exclusively(owner.id, () => this.record(owner, rolledBack));
  }

  /** Of all entries of that name, that which had its backend at the revision that was gone back to. */
  private async ownerOf({ name, toRevision, revision }: RolledBackBackend): Promise<Owner | undefined> {
    const named = [...this.parts.directory.all()].filter(([id]) => nameOfEntry(id) === name.toLowerCase());
    if (named.some(([, { backend }]) => backend.status === 'enabled')) return undefined;
    const lost = named.filter(([, { backend }]) => backend.status === 'disabled' && backend.catalogRevision < revision);
    const owners = await Promise.all(lost.map(([id]) => this.knownBy(id, toRevision)));
    return owners
      .flatMap((owner) => owner ?? [])
      .toSorted((one, other) => other.taken.catalogRevision - one.taken.catalogRevision)[0];
  }

  private async knownBy(id: string, revision: number): Promise<Owner | undefined> {
    const taken = takenAt(await this.parts.commands.events(id), revision);
    return taken && { id, taken };
  }

  private async record({ id, taken }: Owner, { name, toRevision, revision, actor }: RolledBackBackend): Promise<void> {
    const { changes, commands, catalog, logger } = this.parts;
    valueOf(await changes.settled(id, name));
    const reason = `the backend ${name} was rolled back to revision ${toRevision} in the catalog`;
    const header = newHeader(actor, { reason });
    // The history is asked: what shows backends as they are may not know of the event yet.
    const isGoneAgain = valueOf(await catalog.lastBefore(name, revision, header)) !== null;
    if (isGoneAgain) return;
    const decide = recordReturn.bind(undefined, { name, taken, catalogRevision: revision });
    const { changed } = valueOf(await commands.run({ name: id, decide }, header));
    if (!changed) return;
    logger.info({ entry: id }, 'an entry is enabled again: its backend was rolled back into being in the catalog');
    await this.tellOfSource(id);
  }

  /** What its source has changed since is told of at the next sync; that may be far. */
  private async tellOfSource(id: string): Promise<void> {
    const source = this.parts.sources.get(sourceOfEntry(id));
    if (!source?.snapshot) return;
    await this.parts.after.synced(source.name, source.snapshot.id, newHeader('service:marketplace'));
  }
}

function valueOf<T>(result: Result<T, Problem>): T {
  if (result.ok) return result.value;
  throw new Error(`${result.error.code}: ${result.error.detail}`);
}
