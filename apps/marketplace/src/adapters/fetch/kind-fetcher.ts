import type { Problem, Result, SourceLocation } from '@enginehouse/contracts';
import type { Fetched, FetchOptions } from '../../ports.js';

type Kind = SourceLocation['kind'];

/** Where a source of one kind is. */
export type LocationOf<K extends Kind> = Extract<SourceLocation, { kind: K }>;

/** Fetches sources of one kind. */
export interface KindFetcher<K extends Kind> {
  fetch(location: LocationOf<K>, options: FetchOptions): Promise<Result<Fetched, Problem>>;
  check(location: LocationOf<K>, internal: boolean): Promise<Result<void, Problem>>;
}
