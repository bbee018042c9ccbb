import type { AppendUnit } from './append-unit.js';
import type { CoalescerLimits } from './coalescer.js';

/**
 * Takes the next batch from a queue: at most one unit per stream and no event id twice, because the database decides
 * every unit by the state before the batch. What must wait keeps its order within its stream.
 */
export function takeBatch<T extends { readonly unit: AppendUnit }>(
  queue: readonly T[],
  limits: Pick<CoalescerLimits, 'batchUnits' | 'batchBytes'>,
): { readonly batch: readonly T[]; readonly rest: T[] } {
  const batch: T[] = [];
  const rest: T[] = [];
  const streams = new Set<string>();
  const ids = new Set<string>();
  let bytes = 0;
  let full = false;
  for (const item of queue) {
    const { unit } = item;
    const clashes = streams.has(unit.streamId) || unit.events.some(({ id }) => ids.has(id));
    streams.add(unit.streamId);
    full ||= batch.length > 0 && (batch.length >= limits.batchUnits || bytes + unit.bytes > limits.batchBytes);
    if (full || clashes) {
      rest.push(item);
      continue;
    }
    batch.push(item);
    bytes += unit.bytes;
    unit.events.forEach(({ id }) => ids.add(id));
  }
  return { batch, rest };
}
