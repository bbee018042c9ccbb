import { randomUUID } from 'node:crypto';
import { vi } from 'vitest';
import type { Result } from '@enginehouse/contracts';
import type { ContainerEngine, EventOptions, LogLine, LogOptions } from '../container-engine.js';
import type { EngineEvent } from '../container-event.js';
import { defaultPidsLimit, type ContainerSpec } from '../container-spec.js';
import type { EngineFailure } from '../engine-failure.js';

/**
 * Programs the harness's image has. `serve` says "ready" and runs until it is stopped; `stubborn` does too and ignores
 * SIGTERM; `talk` writes "out 1" and "out 2", "err 1" to stderr, and ends with 3; `hog` takes all memory it gets.
 */
export type ProgramName = 'serve' | 'stubborn' | 'talk' | 'hog';

/** What the contract needs to try an engine. */
export interface EngineHarness {
  readonly engine: ContainerEngine;
  /** Carried by everything the contract makes; no other container has them. */
  readonly labels: Readonly<Record<string, string>>;
  readonly image: string;
  readonly missingImage: string;
  program(name: ProgramName): Pick<ContainerSpec, 'entrypoint' | 'argv'>;
  freePort(): Promise<number>;
  /** Lets something outside the engine listen there until the answer is called. */
  occupyPort(port: number): Promise<() => void>;
}

/** A sound spec for one of the image's programs. */
export function specFor(
  harness: EngineHarness,
  program: ProgramName,
  changes: Partial<ContainerSpec> = {},
): ContainerSpec {
  return {
    name: `contract-${randomUUID()}`,
    image: harness.image,
    ...harness.program(program),
    env: { PLACE: 'contract' },
    labels: harness.labels,
    mounts: [],
    publish: null,
    profile: 'baseline',
    resources: { shmMib: 64, pidsLimit: defaultPidsLimit },
    devices: [],
    ...changes,
  };
}

/** Makes a container and gives its id. */
export async function made({ engine }: EngineHarness, spec: ContainerSpec): Promise<string> {
  return valueOf(await engine.create(spec)).id;
}

/** Makes and starts a container and gives its id. */
export async function started(harness: EngineHarness, spec: ContainerSpec): Promise<string> {
  const id = await made(harness, spec);
  valueOf(await harness.engine.start(id));
  return id;
}

/** Removes everything the contract made. */
export async function removeAll({ engine, labels }: EngineHarness): Promise<void> {
  for (const { id } of valueOf(await engine.list({ labels }))) await engine.remove(id);
}

/** The value of a result. @throws where it failed */
export function valueOf<T>(result: Result<T, EngineFailure>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.detail} (${result.error.engineSaid ?? ''})`);
  return result.value;
}

/** The failure of a result. @throws where there is none */
export function failureOf(result: Result<unknown, EngineFailure>): EngineFailure {
  if (result.ok) throw new Error('expected a failure');
  return result.error;
}

/** All lines of a container's log. */
export async function linesOf(engine: ContainerEngine, id: string, options: LogOptions = {}): Promise<LogLine[]> {
  const lines: LogLine[] = [];
  for await (const line of valueOf(await engine.logs(id, options))) lines.push(line);
  return lines;
}

/** Follows events in the background. */
export function collectEvents(engine: ContainerEngine, options: Omit<EventOptions, 'signal'>) {
  const controller = new AbortController();
  const events: EngineEvent[] = [];
  const reading = (async () => {
    for await (const event of engine.events({ ...options, signal: controller.signal })) events.push(event);
  })();
  return {
    events,
    until: async (enough: (events: readonly EngineEvent[]) => boolean): Promise<readonly EngineEvent[]> => {
      await waitUntil(() => enough(events), 'the awaited events');
      return events;
    },
    stop: async (): Promise<void> => {
      controller.abort();
      await reading;
    },
  };
}

/** Asks until the answer is truthy, for at most 20 s. */
export async function waitUntil<T>(condition: () => T | Promise<T>, what: string) {
  return await vi.waitFor(
    async () => {
      const answer = await condition();
      if (!answer) throw new Error(`waited 20 s for ${what}`);
      return answer;
    },
    { timeout: 20_000, interval: 25 },
  );
}
