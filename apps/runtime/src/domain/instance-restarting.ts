import { exitCodeName, exitDetail } from './exit-detail.js';
import type { Ending, FactDraft, InputOf } from './instance-inputs.js';
import type { Failure, StateOf } from './instance-state.js';
import type { Situation, Step } from './instance-step.js';
import { backOffSeconds, restartInSeconds } from './restart-policy.js';
import { retryClass, type StartFailure } from './start-failure.js';

const portTriesPerAttempt = 5;
/** Ended by itself, or by SIGINT, SIGKILL or SIGTERM. */
const stoppedCodes: ReadonlySet<number> = new Set([0, 130, 137, 143]);
const engineWait = { firstSeconds: 1, nextSeconds: 5 } as const;

type Starting = StateOf<'pulling' | 'creating' | 'starting'>;

/** A container that ran has ended: start again after the back-off, or give up. */
export function afterExit(state: StateOf<'ending'>, { ending }: InputOf<'ended'>, at: Situation): Step {
  const { attempt, cause } = state;
  if (state.meanwhile && wasStopped(ending)) {
    return startAgain(state, ending);
  }
  const wait = restartInSeconds(attempt, at.plan.restart.maxRestarts, at.policy.backOff);
  const detail = cause?.detail ?? exitDetail(ending, at.plan.memoryMib);
  const { exitCode, oomKilled } = ending;
  const lastLogLines = [...ending.lastLogLines];
  const exited: FactDraft = {
    type: 'ContainerExited',
    data: { exitCode, oomKilled, detail, lastLogLines, attempt, restartInSeconds: wait },
  };
  return wait === null
    ? giveUp(attempt, { code: cause?.code ?? exitCodeName(ending), detail }, [exited], ending)
    : backOff(attempt + 1, wait, [exited]);
}

/** What a container's end looks like when its host or engine was shut down: it ended well, or by a signal to stop. */
const wasStopped = ({ exitCode, oomKilled }: Ending): boolean =>
  !oomKilled && exitCode !== null && stoppedCodes.has(exitCode);

/** A stop of the host is no failure of the instance: it costs no attempt and no back-off. */
function startAgain({ attempt }: StateOf<'ending'>, ending: Ending): Step {
  const { exitCode, oomKilled } = ending;
  const detail = 'stopped while the worker was down';
  const exited: FactDraft = {
    type: 'ContainerExited',
    data: { exitCode, oomKilled, detail, lastLogLines: [...ending.lastLogLines], attempt, restartInSeconds: 0 },
  };
  return backOff(attempt, 0, [exited]);
}

/** No container came to run. What kind of failure it was decides whether, when and at what cost it is tried again. */
export function afterStartFailure(state: Starting, failure: StartFailure, at: Situation): Step {
  const kind = retryClass(failure);
  if (kind === 'wait') {
    return waitForEngine(state, failure);
  }
  if (kind === 'outlast') {
    return outlast(state, failure, at);
  }
  const portTries = state.phase === 'pulling' ? 0 : state.portTries + 1;
  if (kind === 'again' && portTries < portTriesPerAttempt) {
    return {
      state: { phase: 'creating', attempt: state.attempt, portTries },
      facts: [],
      effect: { do: 'create', newPort: true },
    };
  }
  const { attempt } = state;
  const wait = kind === 'give-up' ? null : restartInSeconds(attempt, at.plan.restart.maxRestarts, at.policy.backOff);
  const failed: FactDraft = { type: 'StartFailed', data: { ...failure, attempt, restartInSeconds: wait } };
  return wait === null ? giveUp(attempt, failure, [failed]) : backOff(attempt + 1, wait, [failed]);
}

/** The engine's absence is not the instance's failure: the attempt is not counted, and it is told once, not every try. */
function waitForEngine(state: Starting, failure: StartFailure): Step {
  const reported = state.phase === 'starting' ? undefined : state.reported;
  const { attempt } = state;
  const seconds = reported === failure.code ? engineWait.nextSeconds : engineWait.firstSeconds;
  const facts: FactDraft[] =
    reported === failure.code
      ? []
      : [{ type: 'StartFailed', data: { ...failure, attempt, restartInSeconds: seconds, counted: false } }];
  return {
    state: { phase: 'backing-off', attempt, waitMs: seconds * 1000, reported: failure.code },
    facts,
    effect: { do: 'wait', ms: seconds * 1000 },
  };
}

/** A registry that is away says nothing about the instance either; it is spared by the growing pauses. */
function outlast(state: Starting, failure: StartFailure, at: Situation): Step {
  const outlasted = (state.phase === 'pulling' ? (state.outlasted ?? 0) : 0) + 1;
  const { attempt } = state;
  const seconds = backOffSeconds(outlasted, at.policy.backOff);
  const data = { ...failure, attempt, restartInSeconds: seconds, counted: false };
  return {
    state: { phase: 'backing-off', attempt, waitMs: seconds * 1000, outlasted },
    facts: [{ type: 'StartFailed', data }],
    effect: { do: 'wait', ms: seconds * 1000 },
  };
}

function backOff(attempt: number, seconds: number, facts: readonly FactDraft[]): Step {
  const waitMs = seconds * 1000;
  return { state: { phase: 'backing-off', attempt, waitMs }, facts, effect: { do: 'wait', ms: waitMs } };
}

function giveUp(attempt: number, failure: Failure, facts: readonly FactDraft[], ending?: Ending): Step {
  const { code, detail } = failure;
  const end = { exitCode: ending?.exitCode ?? null, oomKilled: ending?.oomKilled ?? false };
  const failed: FactDraft = {
    type: 'InstanceFailed',
    data: { code, detail, ...end, lastLogLines: [...(ending?.lastLogLines ?? [])] },
  };
  return { state: { phase: 'failed', attempt, failure: { code, detail } }, facts: [...facts, failed], effect: null };
}
