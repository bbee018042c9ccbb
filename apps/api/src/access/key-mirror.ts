import type { StoredToken } from './token-store.js';

/** Shows the tokens in force to the gateway, which checks them without us. */
export interface KeyMirror {
  /** The set is complete: whatever else the mirror holds is taken away. Never fails; a failed step is tried again. */
  show(tokens: readonly StoredToken[]): void;
}

/** Injection token of the `KeyMirror`. */
export const KEY_MIRROR = Symbol('KEY_MIRROR');
