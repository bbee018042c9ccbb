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
 * or an answer that was long under way, must not bring back what has been moved to another worker since.
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
  if (held && incoming.epoch < held.epoch) {
    return refused('older-epoch', `the set has epoch ${incoming.epoch}, epoch ${held.epoch} is held already`);
  }
  return { kind: 'accepted' };
}

const refused = (code: Extract<Acceptance, { kind: 'refused' }>['code'], detail: string): Acceptance => ({
  kind: 'refused',
  code,
  detail,
});
