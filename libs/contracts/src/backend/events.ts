import { z } from 'zod';
import { backendDefinition, backendFields, backendSource, backendVersion } from './definition.js';

/** Everything that can happen to a backend, by event type. Stream `backend:<lower-case name>`. */
export const backendEvents = {
  BackendRegistered: z.object({ source: backendSource, definition: backendDefinition }),
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
} as const;

export type BackendEventType = keyof typeof backendEvents;
export type BackendEvent = {
  [T in BackendEventType]: { readonly type: T; readonly data: z.infer<(typeof backendEvents)[T]> };
}[BackendEventType];
