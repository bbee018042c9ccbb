import type {
  DeploymentView,
  EntrySummary,
  InstanceState,
  RollView,
  ServiceView,
  SourceView,
  WorkerView,
} from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { concernsOf } from './attention.js';

const nothing = { services: [], deployments: [], workers: [], sources: [], updates: [] };
const worker = (more: Partial<WorkerView>) =>
  ({ name: 'w', state: 'ready', reason: '', warnings: [], ...more }) as unknown as WorkerView;
const deployment = (state: InstanceState) =>
  ({
    name: 'chat',
    instances: [{ id: 'chat-1', state, reason: 'why', since: '2026-01-01T00:00:00Z' }],
  }) as unknown as DeploymentView;

const rolled = (roll: Partial<RollView>) => ({ ...deployment('ready'), roll }) as unknown as DeploymentView;
const drained = (state: 'draining' | 'stuck') =>
  worker({ reason: '1 of 2 find no place', drain: { state } as WorkerView['drain'] });

describe('what needs attention', () => {
  it('is nothing where all is well or only on its way', () => {
    const deployments = (['ready', 'pulling', 'probing', 'queued', 'stopping'] as const).map(deployment);
    expect(concernsOf({ ...nothing, deployments, workers: [worker({})] })).toEqual([]);
  });

  it('is an instance that failed, with its reason and the way to it', () => {
    expect(concernsOf({ ...nothing, deployments: [deployment('failed')] })).toMatchObject([
      { kind: 'instance', name: 'chat-1', severity: 'error', reason: 'why', path: '/deployments/chat' },
    ]);
  });

  it('is a lost worker before an instance that waits', () => {
    const workers = [worker({ state: 'unreachable', reason: 'silent' })];
    const found = concernsOf({ ...nothing, workers, deployments: [deployment('waiting')] });
    expect(found.map(({ kind, severity }) => [kind, severity])).toEqual([
      ['worker', 'error'],
      ['instance', 'warning'],
    ]);
  });

  it('is a service that is silent, not ready or only partly so, before all else', () => {
    const states = ['unknown', 'ready', 'degraded', 'silent', 'not-ready'] as const;
    const services = states.map((state) => ({ name: state, state, reason: 'r', seenAt: '2026-01-01T00:00:00Z' }));
    const found = concernsOf({ ...nothing, services: services as unknown as readonly ServiceView[] });
    expect(found.map(({ name, severity, since }) => [name, severity, since !== null])).toEqual([
      ['silent', 'error', true],
      ['not-ready', 'error', false],
      ['degraded', 'warning', false],
    ]);
  });

  it('is a drain that finds no place for something, and not one that goes on', () => {
    expect(concernsOf({ ...nothing, workers: [drained('draining')] })).toEqual([]);
    expect(concernsOf({ ...nothing, workers: [drained('stuck')] })).toMatchObject([
      { kind: 'worker', severity: 'warning', reason: '1 of 2 find no place' },
    ]);
  });

  it('is a roll that was undone by itself, until there is another, and none that somebody ended', () => {
    const undone = {
      state: 'reverted',
      cause: 'failed',
      reason: 'exit code 3',
      endedAt: '2026-01-02T00:00:00Z',
    } as const;
    expect(concernsOf({ ...nothing, deployments: [rolled(undone)] })).toEqual([
      {
        kind: 'roll',
        name: 'chat',
        severity: 'warning',
        reason: 'exit code 3',
        path: '/deployments/chat',
        since: '2026-01-02T00:00:00Z',
      },
    ]);
    const ended = [{ state: 'rolled' }, { state: 'rolling' }, { ...undone, cause: 'cancelled' }] as const;
    expect(concernsOf({ ...nothing, deployments: ended.map(rolled) })).toEqual([]);
  });

  it('is a source that fails, worse after some times, or that is signed with another key', () => {
    const states = [
      { name: 'one', state: 'ok', offeredKey: null },
      { name: 'two', state: 'failing', offeredKey: null, problem: { detail: 'no answer' } },
      { name: 'three', state: 'alarm', offeredKey: null, problem: { detail: 'no answer' } },
      { name: 'four', state: 'ok', offeredKey: { fingerprint: 'f' } },
    ] as unknown as readonly SourceView[];
    expect(
      concernsOf({ ...nothing, sources: states }).map(({ kind, name, severity }) => [kind, name, severity]),
    ).toEqual([
      ['source', 'three', 'error'],
      ['source', 'two', 'warning'],
      ['key', 'four', 'warning'],
    ]);
  });

  it('is an update that waits, last of all, with the way to it', () => {
    const updates = [{ source: 'team', name: 'My Engine' }] as unknown as readonly EntrySummary[];
    const found = concernsOf({ ...nothing, updates, deployments: [deployment('waiting')] });
    expect(found.map(({ kind, severity, path }) => [kind, severity, path])).toEqual([
      ['instance', 'warning', '/deployments/chat'],
      ['update', 'info', '/marketplace/team/My%20Engine/update'],
    ]);
  });

  it('is a source in alarm, and what a worker warns of', () => {
    const sources = [
      { name: 's', state: 'alarm', offeredKey: null, problem: { detail: 'no answer' } },
    ] as unknown as readonly SourceView[];
    const found = concernsOf({ ...nothing, sources, workers: [worker({ warnings: ['disk nearly full'] })] });
    expect(found.map(({ reason }) => reason)).toEqual(['no answer', 'disk nearly full']);
  });
});
