import type { Pool } from 'pg';
import type { Head } from '../event-store.js';
import { chainItem, commitHash, genesisHash, payloadHash } from '../payload-hash.js';
import type { LogVerification } from '../verification.js';
import { eventColumns, type EventRow } from './event-rows.js';

type StoredRow = [...EventRow, payloadHash: string, isRedacted: string];
type CommitRow = [first: number, last: number, previous: string, hash: string, recordedAtMs: number];

const pageSize = 500;
const commitPageSize = 1000;
const milliseconds = '(extract(epoch from recorded_at) * 1000)::bigint';

class BadPosition {
  constructor(
    readonly position: number,
    readonly reason: string,
  ) {}
}

/**
 * Walks the log from its first event to `head` and recomputes every hash here, not in the database that is in doubt.
 * What was cut off the end together with the head cannot be seen from within: compare the head with a copy.
 */
export async function verifyLog(pool: Pool, schema: string, head: Head): Promise<LogVerification> {
  try {
    const position = await walk(pool, schema, head);
    return { intact: true, events: position, position };
  } catch (cause) {
    if (cause instanceof BadPosition) {
      return { intact: false, firstBadPosition: cause.position, reason: cause.reason };
    }
    throw cause;
  }
}

async function walk(pool: Pool, schema: string, head: Head): Promise<number> {
  const events = eventsUpTo(pool, schema, head.position);
  let chain: Buffer = genesisHash;
  let position = 0;
  for await (const commit of commitsUpTo(pool, schema, head.position)) {
    const [first, last, previous] = commit;
    if (first !== position + 1 || previous !== chain.toString('hex')) {
      throw new BadPosition(position + 1, `the commit of positions ${first} to ${last} does not follow the one before`);
    }
    chain = await verifyCommit(commit, chain, events);
    position = last;
  }
  if (position !== head.position || chain.toString('hex') !== head.chain) {
    throw new BadPosition(position + 1, `the log says it ends at ${head.position}, its commits end at ${position}`);
  }
  return position;
}

async function verifyCommit(commit: CommitRow, chain: Buffer, events: AsyncIterator<StoredRow>): Promise<Buffer> {
  const [first, last, , hash, recordedAt] = commit;
  const items: Buffer[] = [];
  for (let position = first; position <= last; position += 1) {
    const { value, done } = await events.next();
    if (done || value[0] !== position) {
      throw new BadPosition(position, 'the event is missing');
    }
    items.push(verifyEvent(value, recordedAt));
  }
  const computed = commitHash(chain, recordedAt, items);
  if (computed.toString('hex') !== hash) {
    throw new BadPosition(first, `the hash of the commit of positions ${first} to ${last} differs`);
  }
  return computed;
}

function verifyEvent(row: StoredRow, committedAt: number): Buffer {
  const [position, id, streamId, version, type, schemaVersion, recordedAt, data, meta, stored, isRedacted] = row;
  const fields = { streamId, version, type, schemaVersion: Number(schemaVersion), meta, data };
  const hash = isRedacted === 't' ? Buffer.from(stored, 'hex') : payloadHash(fields);
  if (hash.toString('hex') !== stored) {
    throw new BadPosition(position, "the event's payload hash differs");
  }
  if (recordedAt !== committedAt) {
    throw new BadPosition(position, "the event's time is not that of its commit");
  }
  return chainItem(id, version, hash);
}

async function* eventsUpTo(pool: Pool, schema: string, end: number): AsyncGenerator<StoredRow, undefined> {
  const text = `select ${eventColumns}, encode(payload_hash, 'hex'), redacted_at is not null from ${schema}.event
    where position > $1 and position <= $2 order by position limit ${pageSize}`;
  for (let after = 0; ;) {
    const { rows } = await pool.query<StoredRow>({
      name: 'verify-events',
      text,
      values: [after, end],
      rowMode: 'array',
    });
    yield* rows;
    const last = rows.at(-1);
    if (!last) {
      return undefined;
    }
    [after] = last;
  }
}

async function* commitsUpTo(pool: Pool, schema: string, end: number): AsyncGenerator<CommitRow, undefined> {
  const text = `select first_position, last_position, encode(prev_hash, 'hex'), encode(hash, 'hex'), ${milliseconds}
    from ${schema}.commit where last_position > $1 and last_position <= $2 order by last_position limit ${commitPageSize}`;
  for (let after = 0; ;) {
    const { rows } = await pool.query<CommitRow>({
      name: 'verify-commits',
      text,
      values: [after, end],
      rowMode: 'array',
    });
    yield* rows;
    const last = rows.at(-1);
    if (!last) {
      return undefined;
    }
    [, after] = last;
  }
}
