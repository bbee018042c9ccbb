import type { Assignment, InstanceFactType, Progress } from '@enginehouse/contracts';
import {
  engineFailure,
  InMemoryContainerEngine,
  PortLeases,
  type EngineFailureCode,
  type EngineOperation,
} from '@enginehouse/container-engine';
import { createLogger } from '@enginehouse/service-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InMemoryInstanceRecords, InMemoryLogArchive } from '../../adapters/in-memory/in-memory-stores.js';
import { ownLabels } from '../../domain/container-labels.js';
import type { FactDraft } from '../../domain/instance-inputs.js';
import { defaultProbing, type ProbeAnswer } from '../../domain/probe-policy.js';
import { defaultBackOff } from '../../domain/restart-policy.js';
import { reachOf } from '../../domain/worker-reach.js';
import { assignmentOf, setOf } from '../../testing/assignments.js';
import { FakeClock } from '../../testing/fake-clock.js';
import { factDesk } from '../deliver-facts/fact-desk.js';
import type { FactOutbox } from '../deliver-facts/fact-outbox.js';
import { EngineWatch } from './engine-watch.js';
import { Reconciler } from './reconciler.js';

const image = 'engine:1';
const me = { installation: setOf([]).installation, worker: 'w1' };
const wanted = (change: Parameters<typeof assignmentOf>[0] = {}): Assignment =>
  assignmentOf({ ...change, plan: { image, command: 'serve', ...change?.plan } });

let clock: FakeClock;
let engine: CountingEngine;
let records: InMemoryInstanceRecords;
let facts: (FactDraft & { readonly id: string; readonly instance: string; readonly generation: number })[];
let outbox: Pick<FactOutbox, 'add'>;
let progress: Progress[];
let answer: ProbeAnswer;
let reconciler: Reconciler;
let watch: EngineWatch;

/** Counts how often it is asked. */
class CountingEngine extends InMemoryContainerEngine {
  asked = 0;
  override async list(filter: Parameters<InMemoryContainerEngine['list']>[0]) {
    this.asked += 1;
    return super.list(filter);
  }
  override async imagePresent(reference: string) {
    this.asked += 1;
    return super.imagePresent(reference);
  }
}

beforeEach(async () => {
  clock = new FakeClock();
  engine = new CountingEngine({
    now: () => clock.now(),
    after: (milliseconds, run) => void clock.sleep(milliseconds).then(run),
  });
  engine.addImage({
    reference: image,
    programs: { serve: {}, crash: { exit: { code: 7 }, output: [{ stream: 'stderr', line: 'boom' }] } },
  });
  records = new InMemoryInstanceRecords();
  facts = [];
  outbox = { add: async (fact) => void facts.push(fact as unknown as (typeof facts)[number]) };
  progress = [];
  answer = { good: true, text: '200' };
  reconciler = await makeReconciler();
  watch = new EngineWatch({
    engine,
    clock,
    labels: ownLabels(me),
    logger: createLogger({ service: 'runtime', level: 'silent' }),
    onContainer: (id) => reconciler.onContainerEvent(id),
    onDoubt: () => reconciler.wake(),
  });
  void watch.run();
});
afterEach(() => {
  watch.stop();
  void reconciler.stop();
});

async function makeReconciler(): Promise<Reconciler> {
  return new Reconciler({
    records,
    facts: {
      write: (about, draft) => factDesk(me.worker, outbox, clock).write(about, draft),
      send: (fact) => outbox.add(fact),
    },
    policy: { backOff: defaultBackOff, probing: defaultProbing },
    host: {
      me,
      engine,
      clock,
      reach: reachOf({ address: '127.0.0.1', proxyPort: 1 }),
      leases: await PortLeases.open({
        store: { load: async () => null, save: async () => {} },
        isFree: async () => true,
      }),
      modelPaths: { resolve: async (path) => ({ ok: true, value: path }) },
      devices: { accessTo: () => ({ ok: true, value: [] }) },
      archive: new InMemoryLogArchive(),
      probe: { ask: async () => answer },
      logger: createLogger({ service: 'runtime', level: 'silent' }),
      profiles: ['baseline'],
      secretsKey: null,
      progress: (message) => progress.push(message),
    },
  });
}

async function assign(...assignments: readonly Assignment[]): Promise<void> {
  reconciler.assign(setOf(assignments));
  await clock.advance(0);
}

const types = (): readonly InstanceFactType[] => facts.map(({ type }) => type);
const phase = () => reconciler.supervisor('chat-1')?.phase();
const containers = async () => {
  const listed = await engine.list({ labels: {} });
  return listed.ok ? listed.value : [];
};

describe('an assignment', () => {
  it('becomes a ready container and stays one container however often it is compared', async () => {
    await assign(wanted());
    expect(types()).toEqual(['ContainerCreated', 'ContainerStarted', 'ProbeAnswered', 'InstanceReady']);
    for (let turn = 0; turn < 5; turn += 1) {
      reconciler.wake();
      await clock.advance(30_000);
    }
    expect(await containers()).toHaveLength(1);
    expect(types()).toHaveLength(4);
  });

  it('that changes is taken down before it is made anew', async () => {
    await assign(wanted());
    await assign(wanted({ generation: 2, planDigest: 'new' }));
    await clock.advance(1000);
    expect(facts.slice(4).map(({ type, generation }) => `${type} ${generation}`)).toEqual([
      'ContainerRemoved 1',
      'ContainerCreated 2',
      'ContainerStarted 2',
      'ProbeAnswered 2',
      'InstanceReady 2',
    ]);
    expect(await containers()).toHaveLength(1);
  });

  it('that is withdrawn while its image is pulled ends the pull', async () => {
    engine.addRemoteImage({ reference: 'big:1' }, { hangs: true, steps: [10, 20] });
    await assign(wanted({ plan: { image: 'big:1' } }));
    expect(phase()).toBe('pulling');
    expect(progress.map(({ text }) => text)).toContainEqual(expect.stringContaining('pulling big:1: 10 %'));
    await assign();
    expect(types()).toEqual(['ImagePullStarted', 'ContainerRemoved']);
    expect(records.all()).toEqual([]);
  });

  it('that is stopped and started again starts again', async () => {
    await assign(wanted());
    await assign(wanted({ desired: 'stopped' }));
    expect(types().at(-1)).toBe('ContainerRemoved');
    await assign(wanted());
    expect(types().at(-1)).toBe('InstanceReady');
  });
});

describe('a crash loop', () => {
  it('waits 10, 20, 40 s and so on, then ends, and is not looked at again', async () => {
    answer = { good: false, text: 'connection refused' };
    await assign(wanted({ plan: { command: 'crash', restart: { maxRestarts: 3 } } }));
    const startedAt: number[] = [];
    for (let second = 0; second <= 80; second += 1) {
      if (types().filter((type) => type === 'ContainerStarted').length > startedAt.length) {
        startedAt.push(second);
      }
      await clock.advance(1000);
    }
    expect(startedAt).toEqual([0, 10, 30, 70]);
    expect(types().at(-1)).toBe('InstanceFailed');
    expect(await containers()).toEqual([]);
  });

  it('goes on counting in the next process', async () => {
    answer = { good: false, text: 'connection refused' };
    await assign(wanted({ plan: { command: 'crash', restart: { maxRestarts: 1 } } }));
    await clock.advance(1000);
    void reconciler.stop();
    reconciler = await makeReconciler();
    await assign(wanted({ plan: { command: 'crash', restart: { maxRestarts: 1 } } }));
    await clock.advance(8000);
    expect(types().filter((type) => type === 'ContainerStarted')).toHaveLength(1);
    await clock.advance(2000);
    expect(types().at(-1)).toBe('InstanceFailed');
  });
});

describe('a failure of the engine', () => {
  const counted = { code: expect.any(String), attempt: 1, restartInSeconds: 10 };
  const given = { code: expect.any(String), attempt: 1, restartInSeconds: null };
  const waiting = { code: 'engine-unreachable', attempt: 1, restartInSeconds: 1 };
  const table: readonly (readonly [EngineOperation, EngineFailureCode, object])[] = [
    ['imagePresent', 'engine-error', counted],
    ['imagePresent', 'engine-unreachable', waiting],
    ['imagePresent', 'invalid-image', given],
    ['create', 'engine-error', counted],
    ['create', 'image-not-found', counted],
    ['create', 'name-taken', counted],
    ['create', 'disk-full', counted],
    ['create', 'invalid-spec', given],
    ['create', 'mount-not-allowed', given],
    ['create', 'engine-unreachable', waiting],
    ['start', 'engine-error', counted],
    ['start', 'container-gone', counted],
    ['start', 'no-gpu-runtime', counted],
    ['start', 'device-unavailable', counted],
    ['start', 'program-not-found', given],
    ['start', 'engine-unreachable', waiting],
  ];
  it.each(table)('on %s: %s is told, and what becomes of it', async (operation, code, expected) => {
    engine.failNext(operation, engineFailure(code, 'as planned'));
    await assign(wanted());
    const failed = facts.find(({ type }) => type === 'StartFailed');
    expect(failed?.data).toMatchObject({ ...expected, code });
    await clock.advance(11_000);
    expect(types().at(-1)).toBe(expected === given ? 'InstanceFailed' : 'InstanceReady');
    expect((await containers()).length).toBe(expected === given ? 0 : 1);
  });

  it.each(['registry-unauthorized', 'registry-limited', 'registry-unreachable', 'image-not-found'] as const)(
    'while pulling: %s is told and tried again',
    async (code) => {
      engine.addRemoteImage({ reference: 'far:1' }, { failure: engineFailure(code, 'as planned') });
      await assign(wanted({ plan: { image: 'far:1' } }));
      expect(types()).toEqual(['ImagePullStarted', 'StartFailed']);
      expect(facts[1]?.data).toMatchObject({ code, restartInSeconds: 10 });
    },
  );

  it('because a port is taken leads to another port at once', async () => {
    engine.occupyPort(40_000);
    await assign(wanted());
    const ports = facts.flatMap((fact) => (fact.type === 'ContainerCreated' ? [fact.data.port] : []));
    expect(ports).toEqual([40_000, 40_001]);
    expect(types().at(-1)).toBe('InstanceReady');
    expect(await containers()).toHaveLength(1);
  });

  it('that lasts is asked about less than once a second, and told once', async () => {
    engine.goDown();
    await assign(wanted());
    engine.comeUp();
    engine.failNext('list', engineFailure('engine-unreachable', 'down'));
    reconciler.wake();
    await clock.advance(1000);
    engine.goDown();
    const before = engine.asked;
    await clock.advance(60_000);
    expect(engine.asked - before).toBeLessThanOrEqual(60);
    expect(types().filter((type) => type === 'StartFailed').length).toBeLessThanOrEqual(1);
    engine.comeUp();
    reconciler.wake();
    await clock.advance(10_000);
    expect(types().at(-1)).toBe('InstanceReady');
  });

  it('during an orphan’s removal waits for the next comparison', async () => {
    await assign(wanted());
    void reconciler.stop();
    reconciler = await makeReconciler();
    for (let times = 0; times < 3; times += 1) {
      engine.failNext('remove', engineFailure('engine-error', 'device is busy'));
    }
    await assign();
    await clock.advance(29_000);
    expect(await containers()).toHaveLength(1);
    for (let turn = 0; turn < 3; turn += 1) {
      reconciler.wake();
      await clock.advance(1000);
    }
    expect(await containers()).toEqual([]);
  });
});

describe('a runtime that ends', () => {
  it.each(Array.from({ length: 60 }, (_, index) => index))('does nothing more, %i turns on', async (turns) => {
    reconciler.assign(setOf([wanted()]));
    for (let turn = 0; turn < turns; turn += 1) {
      await Promise.resolve();
    }
    await reconciler.stop();
    watch.stop();
    const before = [(await containers()).length, facts.length];
    await clock.advance(60_000);
    expect([(await containers()).length, facts.length]).toEqual(before);
  });
});

describe('a runtime that is cut off', () => {
  it.each(Array.from({ length: 8 }, (_, index) => index))(
    'after writing down step %i tells it from the next process, once',
    async (cutAt) => {
      answer = { good: false, text: 'connection refused' };
      let saves = 0;
      const save = records.save.bind(records);
      records.save = async (record) => {
        saves += 1;
        // The disk has it; the process that wrote it never comes to the next line.
        await (saves > cutAt + 1 ? new Promise(() => {}) : save(record));
        await (saves > cutAt ? new Promise(() => {}) : undefined);
      };
      const crashing = wanted({ plan: { command: 'crash', restart: { maxRestarts: 0 } } });
      await assign(crashing);
      await clock.advance(1000);
      void reconciler.stop();
      records.save = save;
      reconciler = await makeReconciler();
      await assign(crashing);
      await clock.advance(1000);
      const told = [...new Map(facts.map((fact) => [fact.id, fact])).values()].map(({ type }) => type);
      const expected = ['ContainerCreated', 'ContainerStarted', 'ContainerExited', 'InstanceFailed'];
      expect(told.filter((type) => expected.includes(type))).toEqual(expected);
      expect(facts.find(({ type }) => type === 'ContainerExited')?.data).toMatchObject({ exitCode: 7 });
    },
  );
});

describe('health', () => {
  it('lost and found again is told, each once', async () => {
    await assign(wanted());
    answer = { good: false, text: '500' };
    await clock.advance(15_000);
    expect(types().at(-1)).toBe('InstanceUnhealthy');
    answer = { good: true, text: '200' };
    await clock.advance(10_000);
    expect(types().slice(-2)).toEqual(['InstanceUnhealthy', 'InstanceReady']);
  });

  it('lost for long ends the container and starts another', async () => {
    await assign(wanted());
    const [first] = await containers();
    answer = { good: false, text: '500' };
    await clock.advance(75_000);
    expect(types().at(-1)).toBe('ContainerExited');
    answer = { good: true, text: '200' };
    await clock.advance(10_000);
    expect(types().at(-1)).toBe('InstanceReady');
    expect((await containers())[0]?.id).not.toBe(first?.id);
  });
});
