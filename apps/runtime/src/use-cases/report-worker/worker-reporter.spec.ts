import type { Heartbeat, Problem, Result, WorkerReport } from '@enginehouse/contracts';
import { InMemoryContainerEngine } from '@enginehouse/container-engine';
import { createLogger } from '@enginehouse/service-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HostFacts } from '../../ports.js';
import { FakeClock, settle } from '../../testing/fake-clock.js';
import { throttledProgress } from './progress-throttle.js';
import { WorkerReporter } from './worker-reporter.js';

let clock: FakeClock;
let engine: InMemoryContainerEngine;
let host: HostFacts;
let reports: WorkerReport[];
let beats: Heartbeat[];
let gaps: number;
let answer: Result<{ accepted: boolean; installation: string }, Problem>;
let reporter: WorkerReporter;

beforeEach(() => {
  clock = new FakeClock();
  engine = new InMemoryContainerEngine();
  host = {
    cpus: 8,
    memoryMib: 1024,
    disk: { path: '/data', totalMib: 100, freeMib: 50 },
    devices: [],
    frameworks: ['cpu'],
    warnings: [],
  };
  reports = [];
  beats = [];
  gaps = 0;
  answer = { ok: true, value: { accepted: true, installation: 'i1' } };
  reporter = new WorkerReporter({
    configured: {
      name: 'w1',
      address: '127.0.0.1',
      version: '1',
      labels: { zone: 'a' },
      modelRoots: ['/models'],
      securityProfiles: ['baseline'],
    },
    engineName: 'docker',
    devices: { probe: async () => host },
    engine,
    controlPlane: {
      state: () => ({ connected: true, detail: '' }),
      report: async (report) => {
        reports.push(report);
        return answer;
      },
      heartbeat: (beat) => beats.push(beat),
    },
    clock,
    logger: createLogger({ service: 'runtime', level: 'silent' }),
    session: 's1',
    onInstallation: () => {},
    onGap: () => (gaps += 1),
  });
  void reporter.run();
});
afterEach(() => reporter.stop());

describe('a worker’s report', () => {
  it('says what the host has and what it is configured as', async () => {
    await settle();
    expect(reports).toMatchObject([
      { name: 'w1', labels: { zone: 'a' }, cpus: 8, frameworks: ['cpu'], engine: { name: 'docker' } },
    ]);
  });

  it('is sent again when something changes, not when only the free disk does', async () => {
    await settle();
    host = { ...host, disk: { ...host.disk, freeMib: 49 } };
    await clock.advance(120_000);
    expect(reports).toHaveLength(1);
    host = { ...host, frameworks: ['cuda', 'cpu'] };
    await clock.advance(60_000);
    expect(reports).toHaveLength(2);
  });

  it('is sent again after every connection', async () => {
    await settle();
    reporter.wake();
    await settle();
    expect(reports).toHaveLength(2);
  });

  it('is tried again soon when nobody took it', async () => {
    answer = { ok: false, error: { type: '', title: '', status: 503, code: 'unavailable', detail: 'no scheduler' } };
    reporter.wake();
    await clock.advance(6000);
    expect(reports.length).toBeGreaterThanOrEqual(3);
    expect(reporter.refused()).toBe('no scheduler');
  });

  it('waits for the engine at first, and warns when it is lost later', async () => {
    await settle();
    engine.goDown();
    await clock.advance(60_000);
    expect(reports.at(-1)?.warnings).toEqual([expect.stringContaining('the container engine does not answer')]);
  });
});

describe('heartbeats', () => {
  it('come every 5 s', async () => {
    await clock.advance(20_000);
    expect(beats.length).toBeGreaterThanOrEqual(4);
    expect(beats[0]).toMatchObject({ worker: 'w1', session: 's1', diskFreeMib: 50 });
  });

  it('notice that this process stood still', async () => {
    await clock.advance(5000);
    expect(gaps).toBe(0);
    clock.freeze(60_000);
    await clock.advance(5000);
    expect(gaps).toBe(1);
  });
});

it('tells at most two pieces of progress a second about an instance', async () => {
  const told: string[] = [];
  const tell = throttledProgress(({ text }) => told.push(text), clock);
  for (let turn = 0; turn < 20; turn += 1) {
    tell({ worker: 'w1', instance: 'a', phase: 'pulling', text: `${turn}` });
    await clock.advance(100);
  }
  expect(told).toEqual(['0', '5', '10', '15']);
});
