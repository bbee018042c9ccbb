import type { Effect, FactDraft, InputOf } from './instance-inputs.js';
import type { EndCause, Run, StateOf } from './instance-state.js';
import { type Situation, type Step } from './instance-step.js';
import { nextPause } from './probe-policy.js';

/** Until the first good answer; past the deadline the attempt has failed. */
export function probeStarting(state: StateOf<'probing'>, { answer }: InputOf<'probed'>, at: Situation): Step {
  const { run, attempt } = state;
  const unchanged = answer.text === state.answer || (state.adopted && answer.good && state.answer === null);
  const isNews = !unchanged && state.recorded < at.policy.probing.recordedAnswers;
  const facts: FactDraft[] = isNews
    ? [{ type: 'ProbeAnswered', data: { path: at.plan.health.path, answer: answer.text } }]
    : [];
  if (answer.good) {
    return becomeReady({ attempt, run }, facts, at);
  }
  const limitMs = at.plan.health.startupTimeoutSeconds * 1000;
  if (at.now - state.since >= limitMs) {
    return end(state, startupTimeout(answer.text, at), facts);
  }
  const pauseMs = nextPause(state.pauseMs, at.policy.probing);
  const afterMs = Math.min(state.pauseMs, limitMs - (at.now - state.since));
  return {
    state: { ...state, pauseMs, answer: answer.text, recorded: state.recorded + facts.length },
    facts,
    effect: startupProbe(run, afterMs, at),
  };
}

/** A probe of a container that is not ready yet; an answer that takes longer than the start may take is none. */
export const startupProbe = (run: Run, afterMs: number, { plan, policy }: Situation): Effect => ({
  do: 'probe',
  run,
  afterMs,
  timeoutMs: Math.min(policy.probing.timeoutMs, plan.health.startupTimeoutSeconds * 1000),
  starting: true,
});

const livenessProbe = (run: Run, { policy: { probing } }: Situation): Effect => ({
  do: 'probe',
  run,
  afterMs: probing.livenessMs,
  timeoutMs: probing.timeoutMs,
  starting: false,
});

/** While it serves: some failures in a row make it unhealthy, a long good time clears its record of failed attempts. */
export function probeReady(state: StateOf<'ready'>, { answer }: InputOf<'probed'>, at: Situation): Step {
  const { probing, backOff } = at.policy;
  const effect = livenessProbe(state.run, at);
  if (answer.good) {
    const attempt = at.now - state.since >= backOff.stableAfterMs ? 1 : state.attempt;
    return { state: { ...state, attempt, failures: 0 }, facts: [], effect };
  }
  const failures = state.failures + 1;
  if (failures < probing.failuresUntilUnhealthy) {
    return { state: { ...state, failures }, facts: [], effect };
  }
  return {
    state: { phase: 'unhealthy', attempt: state.attempt, run: state.run, failures, goods: 0 },
    facts: [{ type: 'InstanceUnhealthy', data: { answer: answer.text, failures } }],
    effect,
  };
}

/** Back to ready after some good answers in a row, or ended when it keeps failing. */
export function probeUnhealthy(state: StateOf<'unhealthy'>, { answer }: InputOf<'probed'>, at: Situation): Step {
  const { probing } = at.policy;
  const effect = livenessProbe(state.run, at);
  if (answer.good) {
    const goods = state.goods + 1;
    return goods >= probing.goodsUntilReady
      ? becomeReady(state, [], at)
      : { state: { ...state, goods, failures: 0 }, facts: [], effect };
  }
  const failures = state.failures + 1;
  return failures >= probing.failuresUntilUnhealthy + probing.failuresUntilRestart
    ? end(state, unhealthy(failures, answer.text, at), [])
    : { state: { ...state, failures, goods: 0 }, facts: [], effect };
}

function becomeReady(
  { attempt, run }: Pick<StateOf<'ready'>, 'attempt' | 'run'>,
  facts: readonly FactDraft[],
  at: Situation,
): Step {
  return {
    state: { phase: 'ready', attempt, run, since: at.now, failures: 0 },
    facts: [...facts, { type: 'InstanceReady', data: { url: at.urlOf(run.port), port: run.port } }],
    effect: livenessProbe(run, at),
  };
}

function end(state: StateOf<'probing' | 'unhealthy'>, cause: EndCause, facts: readonly FactDraft[]): Step {
  return {
    state: { phase: 'ending', attempt: state.attempt, run: state.run, cause },
    facts,
    effect: { do: 'collect', run: state.run, kill: true },
  };
}

const startupTimeout = (answer: string, { plan: { health } }: Situation): EndCause => ({
  code: 'startup-timeout',
  detail: `no good answer on ${health.path} within ${health.startupTimeoutSeconds} s, the last was: ${answer}; the container was stopped`,
});

const unhealthy = (failures: number, answer: string, { plan: { health } }: Situation): EndCause => ({
  code: 'unhealthy',
  detail: `${failures} failures of ${health.path} in a row, the last was: ${answer}; the container was stopped`,
});
