import {
  deploymentEvents,
  instanceEvents,
  isReadable,
  upcast,
  useEvents,
  workerEvents,
  type EventMeta,
  type RecordedEvent,
} from '@enginehouse/contracts';
import type { z } from 'zod';

const schemas = { ...deploymentEvents, ...instanceEvents, ...workerEvents, ...useEvents } as const;
type Schemas = typeof schemas;

export type SchedulingEventType = keyof Schemas;
export type DataOf<T extends SchedulingEventType> = z.infer<Schemas[T]>;

/** What an event says, without where it stands in the log. */
export type SchedulingEvent<T extends SchedulingEventType = SchedulingEventType> = {
  [K in T]: { readonly type: K; readonly data: DataOf<K> };
}[T];

/** An event of the scheduler's log, with its data as the schema types it. */
export type Logged<T extends SchedulingEventType = SchedulingEventType> = SchedulingEvent<T> & {
  readonly id: string;
  readonly streamId: string;
  readonly version: number;
  readonly position: number;
  readonly recordedAt: string;
  readonly meta: EventMeta;
};

/** An event that a decision wants in the log. */
export type Decision<T extends SchedulingEventType = SchedulingEventType> = SchedulingEvent<T> & {
  readonly streamId: string;
};

export const deploymentStream = (name: string): string => `deployment:${name}`;
export const instanceStream = (id: string): string => `instance:${id}`;
export const workerStream = (name: string): string => `worker:${name}`;
/** Names of backends differ by more than case. */
export const useStream = (backend: string): string => `use:${backend.toLowerCase()}`;

/** The name in a stream id: `demo-1` of `instance:demo-1`. */
export const subjectOf = (streamId: string): string => streamId.slice(streamId.indexOf(':') + 1);

/** Reads an event of the log; undefined for a type or shape of a later release, which this one passes over. */
export function readLogged(event: RecordedEvent): Logged | undefined {
  if (!Object.hasOwn(schemas, event.type) || !isReadable(event)) {
    return undefined;
  }
  const parsed = schemas[event.type as SchedulingEventType].safeParse(upcast(event).data);
  return parsed.success ? ({ ...event, data: parsed.data } as Logged) : undefined;
}
