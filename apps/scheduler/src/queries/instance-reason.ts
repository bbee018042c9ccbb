import type { Ending } from '../domain/container-seen.js';
import type { Instance, RunningInstance, StoppingInstance } from '../domain/instance.js';

/** What an instance's reason is put together from, beside the instance. */
export interface ReasonContext {
  /** What its worker says about something long under way, where that is recent. */
  readonly progress?: { readonly percent?: number | undefined; readonly text: string } | undefined;
  /** Since when its worker is silent. */
  readonly workerSilentSince?: string | undefined;
  /** Why it takes no new requests, where it makes way for another. */
  readonly retiring?: string | undefined;
}

/** Why an instance is where it is, in plain words. Empty only when it is ready and its worker is heard. */
export function instanceReason(instance: Instance, context: ReasonContext = {}): string {
  const reason = ownReason(instance, context);
  const { workerSilentSince } = context;
  if (!workerSilentSince || !('placement' in instance) || !instance.placement) {
    return reason;
  }
  const silence = `worker ${instance.placement.worker} is silent since ${workerSilentSince}`;
  return reason ? `${silence}; before that: ${reason}` : silence;
}

function ownReason(instance: Instance, context: ReasonContext): string {
  if ('seen' in instance) {
    return instance.state === 'stopping' ? stoppingReason(instance) : onWorker[instance.state](instance, context);
  }
  if (instance.state === 'queued') {
    return instance.evicted ? `${instance.evicted}; to be placed again` : 'to be placed';
  }
  return instance.state === 'waiting' ? instance.explanation.text : instance.reason;
}

const stoppingReason = ({ reason, placement }: StoppingInstance): string =>
  placement ? `${reason}; waiting for ${placement.worker} to remove the container` : reason;

type OnWorker = Readonly<
  Record<RunningInstance['state'], (instance: RunningInstance, context: ReasonContext) => string>
>;

const onWorker: OnWorker = {
  placed: ({ placement }) => `${placement.explanation.text}; waiting for ${placement.worker} to begin`,
  pulling: ({ placement }, { progress }) => `pulling image ${placement.plan.image}${progressText(progress)}`,
  creating: ({ placement }) => `creating the container from ${placement.plan.image}`,
  probing: ({ placement, seen }) =>
    `waiting for GET ${placement.plan.health.path}${seen.lastAnswer ? `, last answer ${seen.lastAnswer.answer}` : ''}`,
  ready: (_, { retiring }) => (retiring === undefined ? '' : `${retiring}; takes no new requests and is stopped soon`),
  unhealthy: ({ placement, seen }) =>
    `GET ${placement.plan.health.path} fails, last answer ${seen.lastAnswer?.answer ?? 'unknown'}`,
  'backing-off': ({ placement, seen }) =>
    seen.ending ? backingOff(seen.ending, placement.plan.restart.maxRestarts) : 'to be started again',
  failed: ({ seen }) => (seen.ending ? failed(seen.ending) : 'failed'),
};

function progressText(progress: ReasonContext['progress']): string {
  if (!progress) {
    return '';
  }
  return progress.percent === undefined ? `: ${progress.text}` : `: ${Math.round(progress.percent)} %`;
}

const backingOff = (ending: Ending, maxRestarts: number): string =>
  ending.retriedAt === undefined
    ? `${phrase(ending)}, restart ${ending.attempt} of ${maxRestarts} in ${ending.restartInSeconds} s${lastLine(ending)}`
    : `${phrase(ending)}; tried again until it works, next at ${timeOf(ending.retriedAt)}`;

/** The engine's words may be a sentence; more follows here. */
const phrase = ({ detail }: Ending): string => detail.replace(/\.$/, '');

const timeOf = (iso: string): string => `${iso.slice(11, 19)} UTC`;

const failed = (ending: Ending): string => {
  const restarts = ending.attempt - 1;
  const after = restarts > 0 ? ` after ${restarts} restart${restarts === 1 ? '' : 's'}` : '';
  return `${phrase(ending)}; given up${after}${lastLine(ending)}`;
};

const lastLine = ({ lastLogLines }: Ending): string => {
  const line = lastLogLines.findLast((each) => each.trim() !== '');
  return line ? `; last line: ${line.trim()}` : '';
};
