import type { RecordedEvent, RequestContract, Problem, Result } from '@enginehouse/contracts';
import type { z } from 'zod';

/** A part of a running service that a test may get in front of: what it waits for. */
export interface Interceptable {
  readonly target: object;
  readonly methods: readonly string[];
}

/** A log, as far as a test reads it. */
interface Log {
  readStream(streamId: string): Promise<readonly RecordedEvent[]>;
  append(...input: readonly unknown[]): Promise<unknown>;
}

interface Service {
  readonly log: Log;
  /** How it reads and writes its log. */
  readonly storage: readonly Interceptable[];
  /** How it asks other services. */
  readonly requests: readonly Interceptable[];
  readonly stop: () => Promise<void>;
}

export interface CatalogInProcess extends Service {
  /** Asks any service, as the api would. */
  readonly ask: <C extends RequestContract>(
    contract: C,
    input: z.input<C['input']>,
  ) => Promise<Result<z.output<C['output']>, Problem>>;
}

export interface SchedulerInProcess extends Service {
  leads(): boolean;
}

interface Urls {
  readonly databaseUrl: string;
  readonly natsUrl: string;
}

interface Strategy {
  unwrap(): object;
}

interface RunningCatalog {
  readonly parts: { readonly store: Log; readonly strategy: Strategy };
  readonly ask: CatalogInProcess['ask'];
  readonly stop: () => Promise<void>;
}

interface RunningScheduler {
  readonly log: object;
  readonly strategy: Strategy;
  readonly leader: { health(): { readonly ok: boolean } };
  readonly stop: () => Promise<void>;
}

/**
 * The module of another app. Apps never import apps, so neither does this one know their types: what a test takes from
 * them is written down above. Only here do two services meet in one process, where a test can get between their steps.
 */
const moduleOf = <T>(path: string): Promise<T> =>
  import(/* @vite-ignore */ new URL(`../../../${path}`, import.meta.url).href) as Promise<T>;

/** A catalog as in production, on real servers, whose scheduler is whoever answers on the bus. */
export async function catalogInProcess(urls: Urls): Promise<CatalogInProcess> {
  const path = 'catalog/src/testing/running-catalog.ts';
  const { startCatalog } = await moduleOf<{
    readonly startCatalog: (options: Urls & { readonly deployments: null }) => Promise<RunningCatalog>;
  }>(path);
  const { parts, ask, stop } = await startCatalog({ ...urls, deployments: null });
  return {
    log: parts.store,
    storage: [{ target: parts.store, methods: ['append', 'readStream'] }],
    requests: [{ target: parts.strategy.unwrap(), methods: ['request'] }],
    ask,
    stop,
  };
}

/** A scheduler as in production, on real servers; it may not lead yet. */
export async function schedulerInProcess(
  urls: Urls,
  settings: { readonly holdSeconds?: number } = {},
): Promise<SchedulerInProcess> {
  const path = 'scheduler/src/testing/running-scheduler.ts';
  const { runScheduler } = await moduleOf<{
    readonly runScheduler: (connections: Urls, settings: object) => Promise<RunningScheduler>;
  }>(path);
  const { log, strategy, leader, stop } = await runScheduler(urls, settings);
  const store = Reflect.get(log, 'store') as Log;
  return {
    log: store,
    storage: [{ target: store, methods: ['append', 'readAll'] }],
    requests: [{ target: strategy.unwrap(), methods: ['request'] }],
    stop,
    leads: () => leader.health().ok,
  };
}

/** Puts itself around every call of these methods: `go` makes the call, with the input that it had. */
export function intercept(
  storage: readonly Interceptable[],
  around: (go: () => Promise<unknown>, input: readonly unknown[]) => Promise<unknown>,
): void {
  for (const { target, methods } of storage) {
    for (const method of methods) {
      const original = Reflect.get(target, method) as (...input: readonly unknown[]) => Promise<unknown>;
      Reflect.set(target, method, (...input: readonly unknown[]) =>
        around(() => original.apply(target, [...input]), input),
      );
    }
  }
}

/** Lets every call of these methods wait before it begins and before it is answered. */
export function slowDown(storage: readonly Interceptable[], pause: () => Promise<void>): void {
  intercept(storage, async (go) => {
    await pause();
    const answer = await go();
    await pause();
    return answer;
  });
}
