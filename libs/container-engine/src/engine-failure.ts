/**
 * When trying again can help: `never` until somebody changes the request, `backoff` soon and with growing pauses,
 * `later` once something outside (registry, disk, driver) has changed.
 */
export type RetryClass = 'never' | 'backoff' | 'later';

/** Every code of an engine failure, with its retry class. Codes are never renamed. */
export const engineFailureCodes = {
  'image-not-found': 'later',
  'invalid-image': 'never',
  'registry-unreachable': 'backoff',
  'registry-unauthorized': 'later',
  'registry-limited': 'later',
  'program-not-found': 'never',
  'port-taken': 'backoff',
  'name-taken': 'never',
  'no-gpu-runtime': 'later',
  'device-unavailable': 'later',
  'mount-not-allowed': 'never',
  'invalid-spec': 'never',
  'disk-full': 'later',
  'container-gone': 'never',
  cancelled: 'never',
  'engine-unreachable': 'backoff',
  'engine-error': 'backoff',
} as const satisfies Record<string, RetryClass>;

/** A stable name of what went wrong. */
export type EngineFailureCode = keyof typeof engineFailureCodes;

interface FailureOf<C extends EngineFailureCode> {
  readonly code: C;
  /** What happened and what helps, in plain words, with the name it concerns. */
  readonly detail: string;
  readonly retry: RetryClass;
  /** The engine's HTTP status, where it answered. */
  readonly status?: number;
  /** The engine's own words, for diagnosis. */
  readonly engineSaid?: string;
}

interface NameTaken extends FailureOf<'name-taken'> {
  /** The container that has the name, where the engine named it. */
  readonly containerId?: string;
}

interface PortTaken extends FailureOf<'port-taken'> {
  readonly port?: number;
}

type PlainFailure = {
  [C in Exclude<EngineFailureCode, 'name-taken' | 'port-taken'>]: FailureOf<C>;
}[Exclude<EngineFailureCode, 'name-taken' | 'port-taken'>];

/** Why the engine did not do something; `code` tells which. */
export type EngineFailure = PlainFailure | NameTaken | PortTaken;

type WithCode<C extends EngineFailureCode> = Extract<EngineFailure, { readonly code: C }>;

/** Makes a failure; its retry class comes from the table of codes. */
export function engineFailure<C extends EngineFailureCode>(
  code: C,
  detail: string,
  more: Partial<Omit<WithCode<C>, 'code' | 'detail' | 'retry'>> = {},
): WithCode<C> {
  return { code, detail, retry: engineFailureCodes[code], ...more } as unknown as WithCode<C>;
}

/** Carries a failure out of a stream (log lines) that broke after it had been opened. */
export class EngineFailureError extends Error {
  constructor(readonly failure: EngineFailure) {
    super(`${failure.code}: ${failure.detail}`);
    this.name = 'EngineFailureError';
  }
}
