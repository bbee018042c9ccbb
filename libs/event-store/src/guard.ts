/** A place in a log: what a consumer stores with its effect, and what every published event carries. */
export interface LogPlace {
  readonly position: number;
  readonly logId?: string;
  readonly epoch?: number;
}

/**
 * What a consumer does with an event, going by the place it stored with its last effect:
 * `apply` it; `skip` what it has applied already; stop at a `gap` (on an unfiltered consumer); at a `fork` the log was
 * restored from a copy: the last common position is the one before `incoming`.
 */
export function guardPosition(stored: LogPlace, incoming: LogPlace): 'apply' | 'skip' | 'gap' | 'fork' {
  if (differs(stored.logId, incoming.logId)) {
    return 'fork';
  }
  if (incoming.position <= stored.position) {
    const isRewritten = (incoming.epoch ?? 0) > (stored.epoch ?? Infinity);
    return isRewritten ? 'fork' : 'skip';
  }
  return incoming.position === stored.position + 1 ? 'apply' : 'gap';
}

const differs = (one: string | undefined, other: string | undefined) =>
  one !== undefined && other !== undefined && one !== other;
