import type { BackendSource } from '@enginehouse/contracts';

/** What the checks of a definition depend on besides the definition. */
export interface ValidateOptions {
  readonly source: BackendSource;
  /** The names that a new backend must not take, in any case. Leave it out when the backend exists already. */
  readonly existingNames?: Iterable<string>;
  /**
   * The versions that a community backend has already. Versions that are not among them were added by a user and need the
   * suffix. Leave it out when the whole definition comes from the marketplace.
   */
  readonly existingVersions?: Iterable<string>;
}
