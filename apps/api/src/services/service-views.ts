import {
  serviceNames,
  type ServiceBeat,
  type ServiceName,
  type ServiceState,
  type ServiceView,
} from '@enginehouse/contracts';

/** A beat and when it came in, in milliseconds since the epoch. */
export interface HeardBeat extends ServiceBeat {
  readonly at: number;
}

/** What was heard of all services, by service and process; whether it is listened now, and since when. */
export interface Heard {
  readonly isListening: boolean;
  readonly since: number;
  readonly beats: ReadonlyMap<ServiceName, ReadonlyMap<string, HeardBeat>>;
}

/** Three beats and a little: one alone may be late. */
export const silentAfterMs = 10_000;

/** How each service is at a moment (milliseconds since the epoch), the troubled ones with the reason. */
export function serviceViews({ beats, ...listening }: Heard, now: number): readonly ServiceView[] {
  return serviceNames.map((name) => viewOf(name, [...(beats.get(name)?.values() ?? [])], { ...listening, now }));
}

interface Moment {
  readonly isListening: boolean;
  readonly since: number;
  readonly now: number;
}

function viewOf(name: ServiceName, beats: readonly HeardBeat[], moment: Moment): ServiceView {
  const last = beats.toSorted((one, other) => other.at - one.at)[0];
  const alive = beats.filter(({ at, leaving }) => !leaving && moment.now - at < silentAfterMs);
  return {
    name,
    ...(alive.length > 0 ? judged(alive) : absent(last, moment)),
    seenAt: last ? new Date(last.at).toISOString() : null,
    processes: alive.map(({ process, startedAt, ready, checks }) => ({ id: process, startedAt, ready, checks })),
  };
}

type Judgement = { readonly state: ServiceState; readonly reason: string };

function judged(alive: readonly HeardBeat[]): Judgement {
  const unready = alive.filter(({ ready }) => !ready);
  if (unready.length === 0) return { state: 'ready', reason: alive.length === 1 ? '' : `${alive.length} processes` };
  const reasons = [...new Set(unready.flatMap(failures))].join('; ');
  if (unready.length === alive.length) return { state: 'not-ready', reason: reasons };
  return { state: 'degraded', reason: `${unready.length} of ${alive.length} processes: ${reasons}` };
}

const failures = ({ checks }: ServiceBeat): readonly string[] =>
  Object.entries(checks).flatMap(([check, { ok, detail }]) => (ok ? [] : [`${check}: ${detail}`]));

function absent(last: HeardBeat | undefined, { isListening, since, now }: Moment): Judgement {
  if (!isListening) return { state: 'unknown', reason: 'the api is not connected to NATS' };
  if (now - Math.max(since, last?.at ?? 0) < silentAfterMs && !last?.leaving) {
    return { state: 'unknown', reason: 'the api has only just begun to listen' };
  }
  if (!last) return { state: 'silent', reason: `nothing was heard of it in ${seconds(now - since)}: is it started?` };
  if (last.leaving) return { state: 'stopped', reason: 'it was stopped' };
  const before = last.ready ? 'it was ready then' : failures(last).join('; ');
  return { state: 'silent', reason: `nothing was heard of it for ${seconds(now - last.at)}; ${before}` };
}

const seconds = (ms: number): string => {
  const whole = Math.round(ms / 1000);
  return whole < 120 ? `${whole} s` : `${Math.round(whole / 60)} min`;
};
