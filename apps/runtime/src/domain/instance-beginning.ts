import type { Found, InputOf, Remembered } from './instance-inputs.js';
import { startupProbe } from './instance-probing.js';
import type { Situation, Step } from './instance-step.js';

/**
 * Where an instance starts from: a container that is there is adopted, whoever started it; what was remembered about
 * attempts still counts, so restarting the runtime gives a failing instance no new lives.
 */
export function begin(input: InputOf<'begun'>, at: Situation): Step {
  const { found, remembered } = input;
  if (remembered?.kind === 'gone' && !found) {
    return { state: { phase: 'gone' }, facts: [], effect: null };
  }
  return found ? adopt(found, attemptOf(remembered), at) : resume(remembered);
}

function adopt(found: Found, attempt: number, at: Situation): Step {
  const { state, ...run } = found;
  if (state === 'ended') {
    return {
      state: { phase: 'ending', attempt, run, cause: null, meanwhile: true },
      facts: [],
      effect: { do: 'collect', run, kill: false },
    };
  }
  const adopted = { type: 'ContainerAdopted', data: run } as const;
  if (state === 'created') {
    return { state: { phase: 'starting', attempt, portTries: 0, run }, facts: [adopted], effect: { do: 'start', run } };
  }
  const pauseMs = at.policy.probing.firstMs;
  return {
    state: { phase: 'probing', attempt, run, since: at.now, pauseMs, answer: null, recorded: 0, adopted: true },
    facts: [adopted],
    effect: startupProbe(run, 0, at),
  };
}

function resume(remembered: Remembered | null): Step {
  switch (remembered?.kind) {
    case 'failed': {
      const { attempt, failure } = remembered;
      return { state: { phase: 'failed', attempt, failure }, facts: [], effect: null };
    }
    case 'backing-off': {
      const { attempt, waitMs } = remembered;
      return { state: { phase: 'backing-off', attempt, waitMs }, facts: [], effect: { do: 'wait', ms: waitMs } };
    }
    case 'underway':
      return remembered.hadContainer ? vanished(remembered.attempt) : fresh(remembered.attempt);
    case 'gone':
    case undefined:
      return fresh(1);
  }
}

const fresh = (attempt: number): Step => ({ state: { phase: 'pulling', attempt }, facts: [], effect: { do: 'pull' } });

/** Its container was taken away while this runtime did not run: collecting it finds nothing and says so. */
function vanished(attempt: number): Step {
  const run = { containerId: '', port: 0 };
  return {
    state: { phase: 'ending', attempt, run, cause: null },
    facts: [],
    effect: { do: 'collect', run, kill: false },
  };
}

const attemptOf = (remembered: Remembered | null): number =>
  remembered === null || remembered.kind === 'gone' ? 1 : remembered.attempt;
