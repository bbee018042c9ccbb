import { Inject, Injectable } from '@nestjs/common';
import type { EntryCard } from '../domain/entry-card.js';
import { OFFERING_SOURCES, SNAPSHOTS, type OfferingSources, type Snapshots } from '../ports.js';

/** What the cards of all current snapshots are. A snapshot never changes, so each is read once. */
@Injectable()
export class OfferedCards {
  private readonly read = new Map<string, Promise<readonly EntryCard[]>>();

  constructor(
    @Inject(OFFERING_SOURCES) private readonly sources: OfferingSources,
    @Inject(SNAPSHOTS) private readonly snapshots: Snapshots,
  ) {}

  async bySource(): Promise<readonly { readonly source: string; readonly cards: readonly EntryCard[] }[]> {
    const current = this.sources.list().flatMap(({ name, snapshot }) => (snapshot ? [{ name, id: snapshot.id }] : []));
    const ids = new Set(current.map(({ id }) => id));
    for (const id of this.read.keys()) if (!ids.has(id)) this.read.delete(id);
    return Promise.all(current.map(async ({ name, id }) => ({ source: name, cards: await this.cards(id) })));
  }

  private cards(id: string): Promise<readonly EntryCard[]> {
    const known = this.read.get(id);
    if (known) return known;
    const reading = this.snapshots.cards(id);
    this.read.set(id, reading);
    reading.catch(() => this.read.delete(id));
    return reading;
  }
}
