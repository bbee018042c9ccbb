import { Inject, Injectable } from '@nestjs/common';
import {
  err,
  ok,
  problemOf,
  type BackendEvent,
  type catalog,
  type NewEvent,
  type Problem,
  type RequestHeader,
  type Result,
} from '@enginehouse/contracts';
import type { EventStore } from '@enginehouse/event-store';
import { eventIdOf } from '@enginehouse/service-kit';
import type { z } from 'zod';
import { BackendRepository } from '../../application/backend-repository.js';
import { commandOf } from '../../application/hold-id.js';
import type { LoadedBackend } from '../../application/loaded-backend.js';
import { BACKEND_VIEWS, EVENT_STORE, type BackendViews } from '../../ports.js';

type Input = z.output<typeof catalog.abandonRemoval.input>;
type Output = z.output<typeof catalog.abandonRemoval.output>;

const attempts = 10;
const projectionPatienceMs = 5000;

/**
 * Makes sure that a removal has happened or cannot happen any more. It does not queue up with the backend's other
 * commands: the one that it gives up may be what they wait for.
 */
@Injectable()
export class AbandonRemovalHandler {
  constructor(
    private readonly backends: BackendRepository,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(BACKEND_VIEWS) private readonly views: BackendViews,
  ) {}

  async execute({ name, hold }: Input, header: RequestHeader): Promise<Result<Output, Problem>> {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const loaded = await this.backends.load(name);
      // Nothing can be removed from a backend that is not there: whatever was decided before has the wrong version.
      if (loaded.state.status !== 'live' || isSettled(loaded, hold)) {
        return ok({ revision: loaded.revision, changed: false });
      }
      const outcome = await this.store.append(loaded.streamId, [abandoned(hold, header)], {
        expectedVersion: loaded.version,
      });
      if (outcome.kind === 'appended' || outcome.kind === 'duplicate') return this.done(outcome.position);
      if (outcome.kind !== 'conflict') break;
    }
    return err(problemOf('unavailable', `The removal from ${name} could not be given up.`, { retryAfterSeconds: 5 }));
  }

  private async done(revision: number): Promise<Result<Output, Problem>> {
    await this.views.waitFor(revision, projectionPatienceMs);
    return ok({ revision, changed: true });
  }
}

/** A removal's events carry ids that come from its command, so they are there once or never. */
function isSettled({ events }: LoadedBackend, hold: string): boolean {
  const ids = new Set([eventIdOf(commandOf(hold), 0), eventIdOf(abandonmentOf(hold), 0)]);
  return events.some(({ id }) => ids.has(id));
}

/** It changes nothing in the backend, but its stream is one longer: what was decided on the shorter one conflicts. */
function abandoned(hold: string, { idempotencyKey: _key, ...meta }: RequestHeader): NewEvent {
  const { type, data }: Extract<BackendEvent, { type: 'RemovalAbandoned' }> = {
    type: 'RemovalAbandoned',
    data: { hold },
  };
  return { id: eventIdOf(abandonmentOf(hold), 0), type, schemaVersion: 1, data, meta };
}

const abandonmentOf = (hold: string): string => `abandon/${hold}`;
