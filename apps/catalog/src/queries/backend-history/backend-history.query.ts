import { Injectable } from '@nestjs/common';
import {
  err,
  ok,
  type catalog,
  type HistoryEntry,
  type Problem,
  type RecordedEvent,
  type Result,
} from '@enginehouse/contracts';
import type { z } from 'zod';
import { BackendRepository } from '../../application/backend-repository.js';
import { refusals } from '../../domain/refusals.js';
import { fitting } from '../fitting.js';

type Input = z.output<typeof catalog.backendHistory.input>;

/** Who changed what, when and why, oldest first; a deleted backend still has its history. An empty page is the end. */
@Injectable()
export class BackendHistoryQuery {
  constructor(private readonly backends: BackendRepository) {}

  async execute({ name, after, limit }: Input): Promise<Result<{ items: HistoryEntry[] }, Problem>> {
    const { events } = await this.backends.load(name);
    if (events.length === 0) return err(refusals.backendNotFound(name));
    const page = events.filter((event) => event.position > after).slice(0, limit);
    return ok({ items: fitting(page.map(entryOf)) });
  }
}

const entryOf = ({ position, version, type, recordedAt, meta, data }: RecordedEvent): HistoryEntry => ({
  revision: position,
  version,
  type,
  at: recordedAt,
  actor: meta.actor,
  ...(meta.reason === undefined ? {} : { reason: meta.reason }),
  data,
});
