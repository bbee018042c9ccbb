/**
 * The life of one instance on one worker, as a table: for every phase, what each input does to it. Inputs that a phase
 * does not name are old news (the answer of an effect that was overtaken) and change nothing.
 *
 *   new -> pulling -> creating -> starting -> probing -> ready <-> unhealthy
 *            |           |           |           \          |         /
 *            +-----------+-----------+----------- ending (collect the exit) -> backing-off -> pulling ...
 *                                                                          \-> failed
 *   any of them -> stopping -> gone
 */
import { begin } from './instance-beginning.js';
import type { Input, InputOf, InputType } from './instance-inputs.js';
import { probeReady, probeStarting, probeUnhealthy, startupProbe } from './instance-probing.js';
import { afterExit, afterStartFailure } from './instance-restarting.js';
import { canTransition, type InstanceState, type Phase, type StateOf } from './instance-state.js';
import { stay, type Situation, type Step } from './instance-step.js';

type Handler<P extends Phase, T extends InputType> = (state: StateOf<P>, input: InputOf<T>, at: Situation) => Step;
type Table = { readonly [P in Phase]: { readonly [T in InputType]?: Handler<P, T> } };

const stop = (_: InstanceState, { graceSeconds }: InputOf<'stop'>): Step => ({
  state: { phase: 'stopping' },
  facts: [],
  effect: { do: 'remove', graceSeconds },
});

const died = (state: StateOf<'probing' | 'ready' | 'unhealthy'>): Step => ({
  state: { phase: 'ending', attempt: state.attempt, run: state.run, cause: null },
  facts: [],
  effect: { do: 'collect', run: state.run, kill: false },
});

const table: Table = {
  new: { begun: (_, input, at) => begin(input, at), stop },
  pulling: {
    stop,
    'pull-started': (state, _, at) => stay(state, [{ type: 'ImagePullStarted', data: { image: at.plan.image } }]),
    'image-there': (state, { pulled }, at) => ({
      state: { phase: 'creating', attempt: state.attempt, portTries: 0, reported: state.reported },
      facts: pulled ? [{ type: 'ImagePulled', data: { image: at.plan.image, ...pulled } }] : [],
      effect: { do: 'create', newPort: false },
    }),
    'start-failed': (state, { failure }, at) => afterStartFailure(state, failure, at),
  },
  creating: {
    stop,
    created: (state, { run, argv }, at) => ({
      state: { phase: 'starting', attempt: state.attempt, portTries: state.portTries, run },
      facts: [{ type: 'ContainerCreated', data: { ...run, image: at.plan.image, argv: [...argv] } }],
      effect: { do: 'start', run },
    }),
    'start-failed': (state, { failure }, at) => afterStartFailure(state, failure, at),
  },
  // That it has died already is found out once it is probed: the facts keep their order.
  starting: {
    stop,
    started: (state, _, at) => ({
      state: probing(state, at),
      facts: [{ type: 'ContainerStarted', data: { containerId: state.run.containerId, attempt: state.attempt } }],
      effect: startupProbe(state.run, 0, at),
    }),
    'start-failed': (state, { failure }, at) => afterStartFailure(state, failure, at),
  },
  probing: { stop, died, probed: probeStarting },
  ready: { stop, died, probed: probeReady },
  unhealthy: { stop, died, probed: probeUnhealthy },
  ending: {
    stop,
    ended: afterExit,
    'still-running': (state, _, at) => ({
      state: probing(state, at),
      facts: [],
      effect: startupProbe(state.run, 0, at),
    }),
  },
  'backing-off': {
    stop,
    waited: ({ attempt, reported, outlasted }) => ({
      state: { phase: 'pulling', attempt, reported, outlasted },
      facts: [],
      effect: { do: 'pull' },
    }),
  },
  failed: { stop },
  stopping: {
    removed: (_, { containerId }) => ({
      state: { phase: 'gone' },
      facts: [{ type: 'ContainerRemoved', data: { containerId } }],
      effect: null,
    }),
  },
  gone: {},
};

const probing = (state: StateOf<'starting' | 'ending'>, at: Situation): StateOf<'probing'> => ({
  phase: 'probing',
  attempt: state.attempt,
  run: state.run,
  since: at.now,
  pauseMs: at.policy.probing.firstMs,
  answer: null,
  recorded: 0,
  adopted: false,
});

/** One step of an instance: what it is now, what is to be told, and what is to be done. */
export function step(state: InstanceState, input: Input, at: Situation): Step {
  const handler = table[state.phase][input.type] as Handler<Phase, InputType> | undefined;
  if (!handler) {
    return stay(state);
  }
  const next = handler(state, input, at);
  if (!canTransition(state.phase, next.state.phase)) {
    throw new Error(`An instance cannot go from ${state.phase} to ${next.state.phase} (input ${input.type}).`);
  }
  return next;
}

/** What `step` reacts to in a phase; for the test that walks the table. */
export const inputsOf = (phase: Phase): readonly InputType[] => Object.keys(table[phase]) as InputType[];
