/** Turns the data of one schema version of an event type into that of the next. */
export interface Upcaster {
  readonly type: string;
  /** The schema version that it reads; it gives the next one. */
  readonly from: number;
  /** Pure; must not fail for anything that was ever written with that version. */
  readonly data: (data: unknown) => unknown;
}

/**
 * One entry for every schema change that old events would not pass. A new optional field needs none. Whoever adds an
 * entry records an event of the old version in `fixtures/` first, so that it stays readable for ever.
 */
export const upcasters: readonly Upcaster[] = [];
