import type { LoggedEvent } from './logged-event.js';

/** An event with the events that it led to, oldest first. */
export interface CausationNode {
  readonly event: LoggedEvent;
  readonly effects: readonly CausationNode[];
  /** It names a cause, which is not among the events. */
  readonly causeMissing: boolean;
  /** The event that is looked at is this one, or follows from it. */
  readonly leadsToChosen: boolean;
}

/** The events of the same request or decision (same correlation id) as trees from cause to effect, oldest first. */
export function causationTrees(chosen: LoggedEvent, events: readonly LoggedEvent[]): readonly CausationNode[] {
  const together = inOrder(events.filter(({ meta }) => meta.correlationId === chosen.meta.correlationId));
  const causes = causesOf(together);
  const path = new Set([chosen.id, ...causesBefore(chosen.id, causes)]);
  const effects = effectsOf(together, causes);
  const nodeOf = (event: LoggedEvent): CausationNode => ({
    event,
    effects: (effects.get(event.id) ?? []).map(nodeOf),
    causeMissing: event.meta.causationId !== undefined && !causes.has(event.id),
    leadsToChosen: path.has(event.id),
  });
  return (effects.get(undefined) ?? []).map(nodeOf);
}

const inOrder = (events: readonly LoggedEvent[]): readonly LoggedEvent[] =>
  [...new Map(events.map((event) => [event.id, event])).values()].toSorted(
    (one, other) => one.recordedAt.localeCompare(other.recordedAt) || one.position - other.position,
  );

/** Id of each event's cause, where that is among them; a cause that would close a circle is left out. */
function causesOf(events: readonly LoggedEvent[]): ReadonlyMap<string, string> {
  const known = new Set(events.map(({ id }) => id));
  const causes = new Map<string, string>();
  for (const { id, meta } of events) {
    const cause = meta.causationId;
    if (cause === undefined || !known.has(cause)) continue;
    if (cause !== id && !causesBefore(cause, causes).includes(id)) causes.set(id, cause);
  }
  return causes;
}

function effectsOf(
  events: readonly LoggedEvent[],
  causes: ReadonlyMap<string, string>,
): ReadonlyMap<string | undefined, readonly LoggedEvent[]> {
  const effects = new Map<string | undefined, LoggedEvent[]>();
  for (const event of events) {
    const cause = causes.get(event.id);
    effects.set(cause, [...(effects.get(cause) ?? []), event]);
  }
  return effects;
}

/** What led to an event, from its cause up to the first one. */
function causesBefore(id: string, causes: ReadonlyMap<string, string>): readonly string[] {
  const found: string[] = [];
  for (let cause = causes.get(id); cause !== undefined; cause = causes.get(cause)) found.push(cause);
  return found;
}

const mostShown = 8;

/** Of the events that one cause has: the first ones and the way to the chosen one; the others are only counted. */
export function folded(nodes: readonly CausationNode[]): {
  readonly shown: readonly CausationNode[];
  readonly more: number;
} {
  // A line that says "1 more" takes as much room as the one.
  if (nodes.length <= mostShown + 1) return { shown: nodes, more: 0 };
  const shown = nodes.filter(({ leadsToChosen }, index) => index < mostShown || leadsToChosen);
  return { shown, more: nodes.length - shown.length };
}
