import type { ContainerHealth } from './container-state.js';
import type { EngineFailure } from './engine-failure.js';

interface AboutContainer {
  readonly id: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** ISO 8601 with nanoseconds, the engine host's clock. */
  readonly at: string;
}

/** Something that happened to a container. A health check by the image is no readiness. */
export type ContainerEvent =
  | (AboutContainer & { readonly type: 'start' })
  | (AboutContainer & { readonly type: 'die'; readonly exitCode: number | null })
  | (AboutContainer & { readonly type: 'oom' })
  | (AboutContainer & { readonly type: 'destroy' })
  | (AboutContainer & { readonly type: 'health'; readonly health: ContainerHealth });

/**
 * What following the engine yields. `subscribed` comes first: list the containers then, nothing after it is missed.
 * The engine forgets events when it restarts, so after `resubscribed` list them again.
 */
export type EngineEvent =
  | ContainerEvent
  | { readonly type: 'subscribed' }
  | { readonly type: 'disconnected'; readonly failure: EngineFailure }
  | { readonly type: 'resubscribed' };
