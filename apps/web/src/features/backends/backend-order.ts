import type { BackendSummary } from '@enginehouse/contracts';

/** What the address of the page says about the list. */
export interface BackendFilter {
  readonly search?: string | undefined;
  readonly source?: BackendSummary['source'] | undefined;
  readonly framework?: string | undefined;
  readonly sort?: 'name' | 'changed' | 'use' | undefined;
}

const orders = {
  name: (one: BackendSummary, other: BackendSummary) => one.name.localeCompare(other.name),
  changed: (one: BackendSummary, other: BackendSummary) => other.updatedAt.localeCompare(one.updatedAt),
  use: (one: BackendSummary, other: BackendSummary) => (other.deployments ?? 0) - (one.deployments ?? 0),
} as const;

/** The backends that pass the filter, in its order. */
export function arranged(backends: readonly BackendSummary[], filter: BackendFilter): readonly BackendSummary[] {
  const { source, framework, sort = 'name' } = filter;
  return backends
    .filter((each) => source === undefined || each.source === source)
    .filter((each) => framework === undefined || each.frameworks.includes(framework))
    .toSorted(orders[sort]);
}

/** Every framework that some backend offers, by name. */
export const frameworksIn = (backends: readonly BackendSummary[]): readonly string[] =>
  [...new Set(backends.flatMap(({ frameworks }) => frameworks))].toSorted();
