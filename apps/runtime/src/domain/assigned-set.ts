import type { AssignmentSet } from '@enginehouse/contracts';

/** Who this runtime is; `installation` is null until the control plane has named it for the first time. */
export interface Identity {
  readonly worker: string;
  readonly installation: string | null;
}

export type Acceptance =
  | { readonly kind: 'accepted' }
  | {
      readonly kind: 'refused';
      readonly code: 'other-worker' | 'other-installation' | 'older-epoch';
      readonly detail: string;
    };

/**
 * Whether a set of assignments may replace the one that is held. The epoch is the fence: a scheduler that was cut off,
 * or an answer that was long under way, must not bring back what has been moved to another worker since. A log that was
 * restored from a backup is behind that fence as well, but in a later life; and another log is another story.
 */
export function acceptSet(me: Identity, held: AssignmentSet | null, incoming: AssignmentSet): Acceptance {
  if (incoming.worker !== me.worker) {
    return refused('other-worker', `the set is for worker ${incoming.worker}, this is ${me.worker}`);
  }
  const installation = me.installation ?? held?.installation ?? null;
  if (installation !== null && incoming.installation !== installation) {
    return refused(
      'other-installation',
      `the set comes from installation ${incoming.installation}, this worker belongs to ${installation}; let it leave first`,
    );
  }
  if (held && isOlder(incoming, held)) {
    return refused('older-epoch', `the set has ${placeOf(incoming)}, ${placeOf(held)} is held already`);
  }
  return { kind: 'accepted' };
}

function isOlder(incoming: AssignmentSet, held: AssignmentSet): boolean {
  if (incoming.log && held.log && incoming.log.logId !== held.log.logId) {
    return false;
  }
  const lives = lifeOf(incoming) - lifeOf(held);
  return lives === 0 ? incoming.epoch < held.epoch : lives < 0;
}

const lifeOf = ({ log }: AssignmentSet): number => log?.life ?? 1;

const placeOf = (set: AssignmentSet): string => `epoch ${set.epoch} of life ${lifeOf(set)}`;

const refused = (code: Extract<Acceptance, { kind: 'refused' }>['code'], detail: string): Acceptance => ({
  kind: 'refused',
  code,
  detail,
});
