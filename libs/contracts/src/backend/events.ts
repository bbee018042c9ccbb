import { z } from 'zod';
import { backendDefinition, backendFields, backendSource, backendVersion } from './definition.js';

/** Everything that can happen to a backend, by event type. Stream `backend:<lower-case name>`. */
export const backendEvents = {
  BackendRegistered: z.object({
    source: backendSource,
    definition: backendDefinition,
    /** The set of documents (`apply --set`) that made it; only such a backend can be pruned with the set. */
    applySet: z.string().optional(),
  }),
  /** Field-level: only the fields named here changed; null cleared one. */
  BackendDescribed: z.object({ changes: backendFields }),
  VersionAdded: z.object({ version: backendVersion }),
  VersionChanged: z.object({ version: backendVersion }),
  VersionDeprecated: z.object({ version: z.string(), message: z.string() }),
  VersionRestored: z.object({ version: z.string() }),
  VersionRemoved: z.object({ version: z.string() }),
  /** The order of declaration changed; names every version. */
  VersionsReordered: z.object({ versions: z.array(z.string()) }),
  DefaultVersionSet: z.object({ version: z.string().nullable() }),
  BackendDeleted: z.object({}),
  /** What it was at an earlier revision, restored whole; also brings back a deleted backend. */
  BackendRolledBack: z.object({
    toRevision: z.number().int(),
    source: backendSource,
    definition: backendDefinition,
    applySet: z.string().optional(),
  }),
  /** A removal that never finished was given up, so that deployments may use the backend again. Changes nothing in it. */
  RemovalAbandoned: z.object({ hold: z.string() }),
} as const;

export type BackendEventType = keyof typeof backendEvents;

/** The name of an event type of backends. */
export const backendEventType = z.enum(Object.keys(backendEvents) as BackendEventType[]);

export type BackendEvent = {
  [T in BackendEventType]: { readonly type: T; readonly data: z.infer<(typeof backendEvents)[T]> };
}[BackendEventType];
