import { describe, expect, it } from 'vitest';
import { planOf } from '../testing/assignments.js';
import type { ContainerPlan } from '@enginehouse/contracts';
import type { Effect, FactDraft, Found, Input, Remembered } from './instance-inputs.js';
import { inputsOf, step } from './instance-machine.js';
import { canTransition, observedPhase, transitions, type InstanceState, type Phase } from './instance-state.js';
import { defaultProbing } from './probe-policy.js';
import { defaultBackOff } from './restart-policy.js';

const run = { containerId: 'c1', port: 41_000 };
const good = { type: 'probed', answer: { good: true, text: '200' } } as const;
const bad = { type: 'probed', answer: { good: false, text: '503' } } as const;
const stop = { type: 'stop', graceSeconds: 10 } as const;
const exitsWith = (exitCode: number, oomKilled = false): Input => ({
  type: 'ended',
  ending: { exitCode, oomKilled, lastLogLines: ['boom'] },
});
const failsWith = (code: string): Input => ({ type: 'start-failed', failure: { code, detail: `because ${code}` } });
const begun = (found: Found | null = null, remembered: Remembered | null = null): Input => ({
  type: 'begun',
  found,
  remembered,
});

/** An instance with a clock that only this test moves. */
class Life {
  state: InstanceState = { phase: 'new' };
  effect: Effect | null = null;
  facts: FactDraft[] = [];
  now = 1000;

  constructor(private readonly plan: ContainerPlan = planOf()) {}

  after(ms: number): this {
    this.now += ms;
    return this;
  }

  on(...inputs: readonly Input[]): this {
    for (const input of inputs) {
      const at = {
        plan: this.plan,
        policy: { backOff: defaultBackOff, probing: defaultProbing },
        now: this.now,
        urlOf: (port: number) => `http://127.0.0.1:${port}`,
      };
      const next = step(this.state, input, at);
      this.state = next.state;
      this.facts.push(...next.facts);
      this.effect = next.effect ?? this.effect;
    }
    return this;
  }

  times(count: number, input: Input): this {
    return this.on(...Array.from({ length: count }, () => input));
  }

  factTypes(): readonly string[] {
    return this.facts.map((fact) => fact.type);
  }

  last(): FactDraft | undefined {
    return this.facts.at(-1);
  }
}

const imageThere = { type: 'image-there', pulled: null } as const;
const created = { type: 'created', run, argv: ['serve', '--port', '41000'] } as const;
const started = { type: 'started' } as const;
const toProbing = [begun(), imageThere, created, started] as const;
const waited = { type: 'waited' } as const;
const readyLife = (plan?: ContainerPlan) => new Life(plan).on(...toProbing, good);

describe('starting', () => {
  it('goes from the image to ready, telling every step', () => {
    const life = new Life().on(
      begun(),
      { type: 'pull-started' },
      { type: 'image-there', pulled: { durationMs: 40, digest: 'sha256:1' } },
      created,
      started,
      bad,
      good,
    );
    expect(life.factTypes()).toEqual([
      'ImagePullStarted',
      'ImagePulled',
      'ContainerCreated',
      'ContainerStarted',
      'ProbeAnswered',
      'ProbeAnswered',
      'InstanceReady',
    ]);
    expect(life.last()).toEqual({ type: 'InstanceReady', data: { url: 'http://127.0.0.1:41000', port: 41_000 } });
  });

  it('says nothing of pulling an image that is there', () => {
    expect(new Life().on(begun(), imageThere).factTypes()).toEqual([]);
  });

  it('asks the health path at once, then after 250 ms growing to 2 s', () => {
    const life = new Life().on(...toProbing);
    const pauses = [life.effect];
    for (let asked = 0; asked < 8; asked += 1) {
      pauses.push(life.on(bad).effect);
    }
    const waits = pauses.map((effect) => (effect?.do === 'probe' ? Math.round(effect.afterMs) : null));
    expect(waits).toEqual([0, 250, 375, 563, 844, 1266, 1898, 2000, 2000]);
  });

  it('records an answer when it changes, and not for ever', () => {
    const life = new Life().on(...toProbing).times(5, bad);
    expect(life.factTypes().filter((type) => type === 'ProbeAnswered')).toHaveLength(1);
    for (let turn = 0; turn < 100; turn += 1) {
      life.on({ type: 'probed', answer: { good: false, text: `${turn}` } });
    }
    expect(life.factTypes().filter((type) => type === 'ProbeAnswered')).toHaveLength(20);
  });

  it('ends a container that never answers well, at the deadline and not before', () => {
    const life = new Life()
      .on(...toProbing, bad)
      .after(29_999)
      .on(bad);
    expect(life.state.phase).toBe('probing');
    expect(life.effect).toMatchObject({ do: 'probe', afterMs: 1 });
    life.after(1).on(bad);
    expect(life.effect).toEqual({ do: 'collect', run, kill: true });
    life.on(exitsWith(137));
    expect(life.last()?.data).toMatchObject({
      detail: 'no good answer on /v1/models within 30 s, the last was: 503; the container was stopped',
      exitCode: 137,
      lastLogLines: ['boom'],
      attempt: 1,
      restartInSeconds: 10,
    });
  });
});

describe('a start that fails', () => {
  it('is told and tried again after the back-off', () => {
    const life = new Life().on(begun(), failsWith('image-not-found'));
    expect(life.facts).toEqual([
      {
        type: 'StartFailed',
        data: { code: 'image-not-found', detail: 'because image-not-found', attempt: 1, restartInSeconds: 10 },
      },
    ]);
    expect(life.effect).toEqual({ do: 'wait', ms: 10_000 });
    expect(life.on(waited).state).toMatchObject({ phase: 'pulling', attempt: 2 });
  });

  it.each(['model-path-not-allowed', 'program-not-found', 'command-invalid', 'profile-not-allowed'])(
    'is given up at once for %s, which no waiting mends',
    (code) => {
      const life = new Life().on(begun(), imageThere, failsWith(code));
      expect(life.factTypes()).toEqual(['StartFailed', 'InstanceFailed']);
      expect(life.facts[0]?.data).toMatchObject({ code, restartInSeconds: null });
      expect(life.state).toMatchObject({ phase: 'failed', failure: { code } });
    },
  );

  it('is given up after the allowed restarts', () => {
    const life = new Life().on(begun());
    life.on(failsWith('image-not-found'), waited, failsWith('image-not-found'), waited);
    life.on(failsWith('image-not-found'));
    expect(life.factTypes()).toEqual(['StartFailed', 'StartFailed', 'StartFailed', 'InstanceFailed']);
  });

  it.each(['registry-unreachable', 'registry-limited'])(
    'goes on for as long as it takes, with growing pauses and at no cost, on %s',
    (code) => {
      const life = new Life().on(begun());
      for (let tries = 0; tries < 40; tries += 1) {
        life.on(failsWith(code), waited);
      }
      const pauses = life.facts.map((fact) => (fact.type === 'StartFailed' ? fact.data.restartInSeconds : fact.type));
      expect(pauses.slice(0, 8)).toEqual([10, 20, 40, 80, 160, 300, 300, 300]);
      expect(life.facts[0]?.data).toMatchObject({ code, attempt: 1, counted: false });
      expect(life.state).toMatchObject({ phase: 'pulling', attempt: 1 });
      life.on(imageThere, failsWith('engine-error'));
      expect(life.last()?.data).toMatchObject({ attempt: 1, restartInSeconds: 10 });
    },
  );

  it('takes another port when the port was taken, at once, but not for ever', () => {
    const life = new Life().on(begun(), imageThere, created);
    for (let tries = 1; tries < 5; tries += 1) {
      life.on(failsWith('port-taken'));
      expect(life.effect).toEqual({ do: 'create', newPort: true });
      life.on(created);
    }
    life.on(failsWith('port-taken'));
    expect(life.last()).toMatchObject({ type: 'StartFailed', data: { code: 'port-taken', restartInSeconds: 10 } });
  });

  it('costs no attempt while the engine does not answer, and is told once', () => {
    const life = new Life().on(begun());
    for (let tries = 0; tries < 50; tries += 1) {
      life.on(failsWith('engine-unreachable'), waited);
    }
    expect(life.facts).toHaveLength(1);
    expect(life.state).toMatchObject({ phase: 'pulling', attempt: 1 });
    life.on(failsWith('engine-unreachable'));
    expect(life.effect).toEqual({ do: 'wait', ms: 5000 });
  });
});

describe('a container that ends', () => {
  it('is restarted with doubled waits, then given up with its exit code, flag and last lines', () => {
    const life = new Life().on(begun());
    const waits = [1, 2, 3].map(() => {
      life.on(imageThere, created, started, { type: 'died' }, exitsWith(1), waited);
      const exited = life.facts.findLast((fact) => fact.type === 'ContainerExited');
      return exited?.type === 'ContainerExited' ? exited.data.restartInSeconds : undefined;
    });
    expect(waits).toEqual([10, 20, null]);
    expect(life.last()).toEqual({
      type: 'InstanceFailed',
      data: { code: 'exited', detail: 'exited with code 1', exitCode: 1, oomKilled: false, lastLogLines: ['boom'] },
    });
  });

  it('says out of memory with the limit', () => {
    const life = readyLife(planOf({ memoryMib: 512, restart: { maxRestarts: 0 } })).on(
      { type: 'died' },
      exitsWith(137, true),
    );
    expect(life.last()).toMatchObject({
      type: 'InstanceFailed',
      data: { code: 'out-of-memory', oomKilled: true, detail: 'killed by the kernel: out of memory (limit 512 MiB)' },
    });
  });

  it('has its failures forgotten after ten minutes of ready', () => {
    const life = new Life().on(begun(null, { kind: 'underway', attempt: 3, hadContainer: false }));
    life.on(imageThere, created, started, good).after(600_000).on(good, { type: 'died' }, exitsWith(1));
    expect(life.last()?.data).toMatchObject({ attempt: 1, restartInSeconds: 10 });
  });

  it('keeps its failures when it was ready for less', () => {
    const life = new Life().on(begun(null, { kind: 'underway', attempt: 2, hadContainer: false }));
    life.on(imageThere, created, started, good).after(599_999).on(good, { type: 'died' }, exitsWith(1));
    expect(life.last()?.data).toMatchObject({ attempt: 2, restartInSeconds: 20 });
  });

  it('that somebody restarted is probed like a new one', () => {
    expect(readyLife().on({ type: 'died' }, { type: 'still-running' }).state).toMatchObject({ phase: 'probing' });
  });
});

describe('a ready instance', () => {
  it('is asked every 5 s and becomes unhealthy at the third failure in a row', () => {
    const life = readyLife().on(bad, bad, good, bad, bad);
    expect(life.state.phase).toBe('ready');
    expect(life.effect).toMatchObject({ do: 'probe', afterMs: 5000 });
    life.on(bad);
    expect(life.last()).toEqual({ type: 'InstanceUnhealthy', data: { answer: '503', failures: 3 } });
  });

  it('becomes ready again after two good answers in a row', () => {
    const life = readyLife().times(3, bad).on(good, bad, good);
    expect(life.state.phase).toBe('unhealthy');
    life.on(good);
    expect(life.last()?.type).toBe('InstanceReady');
  });

  it('is ended and restarted when it stays unhealthy', () => {
    const life = readyLife().times(14, bad);
    expect(life.state.phase).toBe('unhealthy');
    life.on(bad);
    expect(life.effect).toEqual({ do: 'collect', run, kill: true });
    life.on(exitsWith(143));
    expect(life.last()?.data).toMatchObject({ restartInSeconds: 10, detail: expect.stringContaining('15 failures') });
  });
});

describe('beginning with what is there', () => {
  it('adopts a running container without starting it', () => {
    const life = new Life().on(begun({ ...run, state: 'running' }), good);
    expect(life.factTypes()).toEqual(['ContainerAdopted', 'InstanceReady']);
  });

  it('starts a container that was only created', () => {
    const life = new Life().on(begun({ ...run, state: 'created' }));
    expect(life.effect).toEqual({ do: 'start', run });
    expect(life.on(started).factTypes()).toEqual(['ContainerAdopted', 'ContainerStarted']);
  });

  it('tells how a container ended while nobody watched, and counts it', () => {
    const remembered = { kind: 'underway', attempt: 2, hadContainer: true } as const;
    const life = new Life().on(begun({ ...run, state: 'ended' }, remembered), exitsWith(1));
    expect(life.facts).toMatchObject([{ type: 'ContainerExited', data: { attempt: 2, restartInSeconds: 20 } }]);
  });

  it.each([0, 137, 143])('starts again at once, at no cost, what was stopped with its host (exit code %i)', (code) => {
    const remembered = { kind: 'underway', attempt: 2, hadContainer: true } as const;
    const life = new Life().on(begun({ ...run, state: 'ended' }, remembered), exitsWith(code));
    expect(life.facts).toMatchObject([{ type: 'ContainerExited', data: { attempt: 2, restartInSeconds: 0 } }]);
    expect(life.state).toMatchObject({ phase: 'backing-off', attempt: 2, waitMs: 0 });
  });

  it('counts what the kernel killed for memory while nobody watched', () => {
    const life = new Life().on(begun({ ...run, state: 'ended' }), exitsWith(137, true));
    expect(life.state).toMatchObject({ phase: 'backing-off', attempt: 2 });
  });

  it('tells that a container vanished while nobody watched', () => {
    const life = new Life().on(begun(null, { kind: 'underway', attempt: 1, hadContainer: true }));
    life.on({ type: 'ended', ending: { exitCode: null, oomKilled: false, lastLogLines: [] } });
    expect(life.last()?.data).toMatchObject({ exitCode: null, detail: expect.stringContaining('gone') });
  });

  it('goes on waiting where it waited', () => {
    const life = new Life().on(begun(null, { kind: 'backing-off', attempt: 3, waitMs: 7000 }));
    expect(life.effect).toEqual({ do: 'wait', ms: 7000 });
    expect(life.on(waited).state).toMatchObject({ attempt: 3 });
  });

  it('stays given up: a restart of the runtime is no new life', () => {
    const failure = { code: 'exited', detail: 'exited with code 1' };
    const life = new Life().on(begun(null, { kind: 'failed', attempt: 3, failure }));
    expect(life).toMatchObject({ state: { phase: 'failed' }, effect: null, facts: [] });
  });
});

describe('stopping', () => {
  const phases: readonly (readonly Input[])[] = [
    [],
    [begun()],
    [begun(), imageThere],
    [begun(), imageThere, created],
    [...toProbing],
    [...toProbing, good],
    [...toProbing, good, bad, bad, bad],
    [...toProbing, { type: 'died' }],
    [begun(), failsWith('image-not-found')],
    [begun(), failsWith('program-not-found')],
  ];
  it.each(phases.map((inputs) => [new Life().on(...inputs).state.phase, inputs] as const))(
    'is possible while %s and ends with the container removed',
    (_, inputs) => {
      const life = new Life().on(...inputs, stop);
      expect(life.effect).toEqual({ do: 'remove', graceSeconds: 10 });
      life.on({ type: 'removed', containerId: 'c1' });
      expect(life.state).toEqual({ phase: 'gone' });
      expect(life.last()).toEqual({ type: 'ContainerRemoved', data: { containerId: 'c1' } });
    },
  );

  it('is not undone by the late answer of what was under way', () => {
    const life = new Life().on(...toProbing, stop, good, bad, { type: 'died' }, exitsWith(1), waited);
    expect(life.state.phase).toBe('stopping');
  });
});

describe('the table', () => {
  const all = Object.keys(transitions) as Phase[];

  it('reaches every phase from the beginning and ends in gone', () => {
    const reached = new Set<Phase>(['new']);
    for (const phase of reached) {
      transitions[phase].forEach((next) => reached.add(next));
    }
    expect([...reached].toSorted()).toEqual(all.toSorted());
    expect(transitions.gone).toEqual([]);
  });

  it('lets every phase but the last two be stopped', () => {
    for (const phase of all.filter((one) => one !== 'gone' && one !== 'stopping')) {
      expect(inputsOf(phase)).toContain('stop');
      expect(canTransition(phase, 'stopping')).toBe(true);
    }
  });

  it('tells the scheduler something about every phase but gone', () => {
    expect(all.filter((phase) => observedPhase(phase) === null)).toEqual(['gone']);
  });
});
