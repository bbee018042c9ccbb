import { backendEvents } from './backend/events.js';
import { entryEvents, sourceEvents } from './marketplace/events.js';
import { deploymentEvents } from './scheduling/deployment.js';
import { instanceEvents } from './scheduling/instance.js';
import { useEvents } from './scheduling/use-holds.js';
import { workerEvents } from './scheduling/worker.js';

/** Every kind of stream: its log, the subject that its events are published under, and the schema of each event type. */
export const streamKinds = {
  backend: { log: 'catalog', subject: 'catalog.backend.{name}', events: backendEvents },
  deployment: { log: 'scheduling', subject: 'scheduling.deployment.{name}', events: deploymentEvents },
  instance: { log: 'scheduling', subject: 'scheduling.instance.{id}', events: instanceEvents },
  worker: { log: 'scheduling', subject: 'scheduling.worker.{name}', events: workerEvents },
  use: { log: 'scheduling', subject: 'scheduling.use.{backend}', events: useEvents },
  source: { log: 'marketplace', subject: 'marketplace.source.{name}', events: sourceEvents },
  entry: { log: 'marketplace', subject: 'marketplace.entry.{id}', events: entryEvents },
} as const;

/** Schema of every event type's data, whatever its stream. */
export const allEvents = {
  ...backendEvents,
  ...deploymentEvents,
  ...instanceEvents,
  ...workerEvents,
  ...useEvents,
  ...sourceEvents,
  ...entryEvents,
} as const;
export type EventType = keyof typeof allEvents;
