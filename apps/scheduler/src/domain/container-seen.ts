import type { InstanceFactType } from '@enginehouse/contracts';
import type { DataOf, Logged } from './events.js';

/** How a container ended, or why none could be started. */
export interface Ending {
  readonly detail: string;
  readonly exitCode: number | null;
  readonly oomKilled: boolean;
  readonly lastLogLines: readonly string[];
  readonly attempt: number;
  /** Null when the worker has given up. */
  readonly restartInSeconds: number | null;
  /** Where the instance is not at fault and is tried for as long as it takes: when next, as ISO 8601. */
  readonly retriedAt?: string;
}

/** What the worker has told about an instance's container since it was placed. */
export interface ContainerSeen {
  readonly url: string | null;
  readonly containerId: string | null;
  /** When the container was started that is not ready yet, as ISO 8601. */
  readonly startedAt: string | null;
  /** How long the last start took until it was ready. */
  readonly startupSeconds: number | null;
  /** True after the container was taken away. */
  readonly gone: boolean;
  readonly lastAnswer: { readonly path: string; readonly answer: string } | null;
  readonly ending: Ending | null;
  /** Stable code of what made it fail for good. */
  readonly failureCode: string | null;
  /** Id of the last fact in the log: tells lost facts from those still on their way. */
  readonly lastFactId: string | null;
}

export const noContainer: ContainerSeen = {
  url: null,
  containerId: null,
  startedAt: null,
  startupSeconds: null,
  gone: false,
  lastAnswer: null,
  ending: null,
  failureCode: null,
  lastFactId: null,
};

type Effects = {
  readonly [T in InstanceFactType]: (data: DataOf<T>, before: ContainerSeen, at: string) => Partial<ContainerSeen>;
};

const effects: Effects = {
  ImagePullStarted: () => ({}),
  ImagePulled: () => ({}),
  ContainerCreated: ({ containerId }) => ({ containerId, gone: false }),
  ContainerStarted: ({ containerId }, _before, at) => ({
    containerId,
    startedAt: at,
    gone: false,
    lastAnswer: null,
    url: null,
  }),
  ContainerAdopted: ({ containerId }) => ({ containerId, gone: false }),
  ProbeAnswered: (lastAnswer) => ({ lastAnswer }),
  InstanceReady: ({ url }, before, at) => ({ url, ending: null, failureCode: null, ...startup(before, at) }),
  InstanceUnhealthy: ({ answer }, before) => ({ lastAnswer: { path: before.lastAnswer?.path ?? '', answer } }),
  ContainerExited: (ending) => ({ url: null, ending }),
  StartFailed: (data, _before, at) => ({ url: null, ending: startFailure(data, at) }),
  InstanceFailed: (data, before) => ({ url: null, ending: givenUp(before, data), failureCode: data.code }),
  ContainerRemoved: () => ({ url: null, containerId: null, gone: true }),
};

/** By the clock of the log alone; an adopted container, or one that was unhealthy, did not start. */
const startup = ({ startedAt }: ContainerSeen, at: string): Partial<ContainerSeen> =>
  startedAt === null
    ? {}
    : { startedAt: null, startupSeconds: Math.max(0, (Date.parse(at) - Date.parse(startedAt)) / 1000) };

/** What is known after another fact. */
export function observe<T extends InstanceFactType>(before: ContainerSeen, event: Logged<T>): ContainerSeen {
  const effect = effects[event.type] as (data: unknown, before: ContainerSeen, at: string) => Partial<ContainerSeen>;
  return { ...before, ...effect(event.data, before, event.recordedAt), lastFactId: event.id };
}

const startFailure = (data: DataOf<'StartFailed'>, at: string): Ending => ({
  detail: data.detail,
  exitCode: null,
  oomKilled: false,
  lastLogLines: [],
  attempt: data.attempt,
  restartInSeconds: data.restartInSeconds,
  ...(data.counted === false && data.restartInSeconds !== null
    ? { retriedAt: new Date(Date.parse(at) + data.restartInSeconds * 1000).toISOString() }
    : {}),
});

const givenUp = (before: ContainerSeen, data: DataOf<'InstanceFailed'>): Ending => ({
  detail: data.detail,
  exitCode: data.exitCode,
  oomKilled: data.oomKilled,
  lastLogLines: data.lastLogLines,
  attempt: before.ending?.attempt ?? 1,
  restartInSeconds: null,
});
