import type { Environment } from './environment.js';

/** The level that decided a variable's value. */
export type VariableOrigin = 'backend' | 'version' | 'deployment';

/** One variable of a container and the level its value came from. */
export interface EnvironmentEntry {
  readonly name: string;
  readonly value: string;
  readonly origin: VariableOrigin;
  /** The lower levels that have the variable too, lowest first: their values are not used. */
  readonly overrides: readonly VariableOrigin[];
}

/** The three levels, lowest first. */
export interface EnvironmentLevels {
  readonly backend?: Environment | null;
  readonly version?: Environment | null;
  readonly deployment?: Environment | null;
}

const levels = ['backend', 'version', 'deployment'] as const;

/** Lays the levels over each other: deployment over version over backend. Names are case-sensitive; an empty text is a value. */
export function layerEnvironment(given: EnvironmentLevels): EnvironmentEntry[] {
  const entries = new Map<string, EnvironmentEntry>();
  for (const origin of levels) {
    for (const [name, value] of Object.entries(given[origin] ?? {})) {
      const below = entries.get(name);
      entries.set(name, { name, value, origin, overrides: below ? [...below.overrides, below.origin] : [] });
    }
  }
  return [...entries.values()];
}

/** The variables without their origins. */
export const environmentOf = (entries: readonly EnvironmentEntry[]): Record<string, string> =>
  Object.fromEntries(entries.map(({ name, value }) => [name, value]));
