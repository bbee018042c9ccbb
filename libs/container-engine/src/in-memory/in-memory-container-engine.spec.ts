import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { containerEngineContract } from '../container-engine.contract.js';
import { engineFailure } from '../engine-failure.js';
import {
  collectEvents,
  failureOf,
  removeAll,
  specFor,
  started,
  valueOf,
  type EngineHarness,
} from '../test-support/engine-harness.js';
import { InMemoryContainerEngine } from './in-memory-container-engine.js';
import type { InMemoryImage } from './in-memory-image.js';

const ready = [{ stream: 'stdout', line: 'ready' }] as const;
const image: InMemoryImage = {
  reference: 'example/engine:1',
  config: { entrypoint: ['serve'] },
  programs: {
    serve: { output: ready },
    stubborn: { output: ready, ignoresStop: true },
    hog: { exit: { code: 137, oomKilled: true } },
    talk: {
      output: [
        { stream: 'stdout', line: 'out 1' },
        { stream: 'stderr', line: 'err 1' },
        { stream: 'stdout', line: 'out 2' },
      ],
      exit: { code: 3 },
    },
  },
};

function makeHarness(): EngineHarness & { readonly engine: InMemoryContainerEngine } {
  const engine = new InMemoryContainerEngine();
  engine.addImage(image);
  let nextPort = 41_000;
  return {
    engine,
    labels: { test: randomUUID() },
    image: image.reference,
    missingImage: 'example/missing:1',
    program: (name) => ({ entrypoint: [name], argv: ['--flag'] }),
    freePort: async () => nextPort++,
    occupyPort: async (port) => {
      engine.occupyPort(port);
      return () => {};
    },
  };
}

describe('the in-memory engine', () => {
  let harness: EngineHarness;
  beforeAll(() => {
    harness = makeHarness();
  });
  afterEach(() => removeAll(harness));

  containerEngineContract(() => harness);
});

describe('scripting the in-memory engine', () => {
  it('fails the next calls as planned, and only those', async () => {
    const { engine } = makeHarness();
    engine.failNext('info', engineFailure('disk-full', 'no space'));
    expect(failureOf(await engine.info()).code).toBe('disk-full');
    expect((await engine.info()).ok).toBe(true);
  });

  it('ends a container with the wanted exit code', async () => {
    const harness = makeHarness();
    const id = await started(harness, specFor(harness, 'serve'));
    harness.engine.exit(id, { exitCode: 7 });
    const { state } = valueOf(await harness.engine.inspect(id));
    expect(state).toMatchObject({ status: 'exited', exit: { exitCode: 7 } });
  });

  it('does not end a second run with the end of the first', async () => {
    const later: (() => void)[] = [];
    const engine = new InMemoryContainerEngine({ after: (_, run) => later.push(run) });
    engine.addImage(image);
    const harness = { ...makeHarness(), engine };
    const id = await started(harness, specFor(harness, 'talk'));
    engine.exit(id, { exitCode: 1 });
    valueOf(await engine.start(id));
    later[0]?.();
    expect(valueOf(await engine.inspect(id)).state.status).toBe('running');
  });

  it('forgets the events of a time when it was down, and says so', async () => {
    const harness = makeHarness();
    const { engine, labels } = harness;
    const id = await started(harness, specFor(harness, 'serve'));
    const watch = collectEvents(engine, { labels });
    engine.goDown();
    expect(failureOf(await engine.inspect(id)).code).toBe('engine-unreachable');
    engine.exit(id, { exitCode: 1 });
    engine.comeUp();
    const events = await watch.until((seen) => seen.some(({ type }) => type === 'resubscribed'));
    await watch.stop();
    expect(events.map(({ type }) => type)).toEqual(['subscribed', 'disconnected', 'resubscribed']);
  });
});
