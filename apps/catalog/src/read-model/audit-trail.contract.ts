import { beforeAll, describe, expect, it } from 'vitest';
import type { RecordedEvent } from '@enginehouse/contracts';
import type { EventStore } from '@enginehouse/event-store';
import type { AuditQuestion, AuditTrail } from '../ports.js';

interface Opened {
  readonly trail: AuditTrail;
  readonly store: EventStore;
}

/** What every `AuditTrail` must do, over a log in which backends were registered, changed and deleted. */
export function auditTrailContract(what: string, open: () => Promise<Opened>): void {
  describe(`an audit trail: ${what}`, () => {
    let trail: AuditTrail;
    let log: readonly RecordedEvent[];
    beforeAll(async () => {
      const opened = await open();
      ({ trail } = opened);
      log = (await opened.store.readAll({ after: 0, limit: 100_000 })).toReversed();
    });
    const positions = async (question: Partial<AuditQuestion>) =>
      (await trail.find({ limit: 1000, ...question })).map(({ position }) => position);
    const those = (matches: (event: RecordedEvent) => boolean) =>
      log.filter((event) => matches(event)).map(({ position }) => position);

    it('has every event of the log, newest first, with who, when, why and what', async () => {
      const entries = await trail.find({ limit: 1000 });
      expect(entries).toHaveLength(log.length);
      expect(entries.map(({ backend: _name, text: _text, ...entry }) => entry)).toEqual(
        log.map(({ position, version, type, recordedAt: at, meta }) => {
          const { actor, correlationId, reason } = meta;
          return { position, version, type, at, actor, correlationId, ...(reason === undefined ? {} : { reason }) };
        }),
      );
      expect(entries.every(({ text }) => text !== '')).toBe(true);
    });

    it('names backends as they were written, also after their deletion', async () => {
      const entries = await trail.find({ limit: 1000 });
      const written = entries.map(({ backend }, at) => backend.toLowerCase() === log[at]?.streamId.slice(8));
      expect(written).not.toContain(false);
      expect(new Set(entries.map(({ backend }) => backend))).toContain('Engine3-custom');
      expect(new Set(entries.map(({ backend }) => backend))).not.toContain('engine3-custom');
    });

    it('filters by actor, backend in any case, and type', async () => {
      expect(await positions({ actor: 'user:bob' })).toEqual(those(({ meta }) => meta.actor === 'user:bob'));
      expect(await positions({ actor: 'user:bo' })).toEqual([]);
      const ofThree = those(({ streamId }) => streamId === 'backend:engine3-custom');
      expect(await positions({ backend: 'ENGINE3-Custom' })).toEqual(ofThree);
      expect(ofThree.length).toBeGreaterThan(2);
      expect(await positions({ type: 'BackendDeleted' })).toEqual(those(({ type }) => type === 'BackendDeleted'));
      expect(await positions({ type: 'VersionAdded', backend: 'engine3-custom', actor: 'user:bob' })).toEqual(
        those(
          (event) =>
            event.type === 'VersionAdded' && ofThree.includes(event.position) && event.meta.actor === 'user:bob',
        ),
      );
    });

    it('filters by time: from the first, before the second', async () => {
      const [since, until] = [log.at(-20)?.recordedAt ?? '', log[10]?.recordedAt ?? ''];
      const within = those(({ recordedAt }) => recordedAt >= since && recordedAt < until);
      expect(await positions({ since, until })).toEqual(within);
      expect(await positions({ since: '2999-01-01T00:00:00.000Z' })).toEqual([]);
      expect(await positions({ until: '2999-01-01T00:00:00.000Z' })).toHaveLength(log.length);
      expect(await positions({ until: '2000-01-01T00:00:00.000Z' })).toEqual([]);
    });

    it('gives pages below a position, and one more than asked for where there is more', async () => {
      const [newest = 0] = those(() => true);
      expect(await positions({ limit: 2 })).toEqual([newest, newest - 1, newest - 2]);
      expect(await positions({ limit: 2, before: newest - 1 })).toEqual([newest - 2, newest - 3, newest - 4]);
      expect(await positions({ limit: 2, before: 2 })).toEqual([1]);
    });
  });
}
