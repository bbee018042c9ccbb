import type { BackendDefinition, ChangeImpact } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { stopDeployment } from '../../domain/deployment.decisions.js';
import { cudaDefinition, definitionOf, gpu } from '../../testing/builders.js';
import { TestLog } from '../../testing/test-log.js';
import { changeImpact } from './change-impact.js';

const version = (name: string, framework = 'cpu', more: Partial<BackendDefinition['versions'][number]> = {}) => ({
  name,
  images: [{ framework, image_name: `echo:${name}` }],
  ...more,
});
const current = definitionOf({ default_env: { A: '1', B: '1' }, versions: [version('1.0'), version('2.0')] });

interface Asked {
  readonly currentRevision?: number;
}
const impacts = (log: TestLog, definition: BackendDefinition | undefined, { currentRevision = 7 }: Asked = {}) =>
  changeImpact(log.state, { backend: 'Echo-custom', definition, currentRevision, grants: [] });
const impact = (log: TestLog, definition: BackendDefinition | undefined, more?: Asked): ChangeImpact => {
  const [first] = impacts(log, definition, more);
  if (!first) throw new Error('nobody uses it');
  return first;
};
const running = (more: Parameters<TestLog['deployment']>[0] = { version: '1.0' }, definition = current) =>
  new TestLog().worker('w1').deployment(more, definition);

describe('the deployments that a change is told for', () => {
  it('are all that use the backend: running, stopped, on Auto, and none of another backend', () => {
    const log = running({ name: 'pinned', version: '1.0' });
    log.deployment({ name: 'auto' }, current).deployment({ name: 'halted' }, current);
    log.deployment({ name: 'elsewhere' }, definitionOf({ backend_name: 'other-custom' }));
    const stopped = stopDeployment(log.state, { name: 'halted' });
    log.settle(stopped.ok ? stopped.value : []);
    expect(impacts(log, current).map((each) => [each.deployment, each.version, each.stopped])).toEqual([
      ['pinned', '1.0', false],
      ['auto', '2.0', false],
      ['halted', '2.0', true],
    ]);
  });
});

describe('a deployment is affected', () => {
  it('by a change of the version that it runs, and not of another one', () => {
    const changed = { ...current, versions: [version('1.0', 'cpu', { run_command: 'other' }), version('2.0')] };
    expect(impact(running(), changed)).toMatchObject({
      affected: true,
      placeable: true,
      reason:
        'It runs 1.0 of revision 7 and goes on with it. The change touches run_command of version 1.0. Rolled to it, 1 replica would find a place and run 1.0.',
    });
    expect(impact(running({ version: '2.0' }), changed)).toMatchObject({
      affected: false,
      reason: expect.stringContaining('The change touches nothing that it is made from.'),
    });
  });

  it.each<[string, Partial<BackendDefinition>]>([
    ['the default command', { default_run_command: 'serve --port {{port}} --fast' }],
    ['the default entrypoint', { default_entrypoint: '/bin/engine' }],
    ['a default variable', { default_env: { A: '2', B: '1' } }],
    ['the health path', { health_check_path: '/health' }],
  ])('by %s, which every version inherits', (_, change) => {
    expect(impact(running(), { ...current, ...change }).affected).toBe(true);
  });

  it.each<[string, Partial<BackendDefinition>]>([
    ['a description', { description: 'new' }],
    ['an icon', { icon: 'new' }],
    ['another default version', { default_version: '2.0' }],
    ['the format of parameters that it has none of', { parameter_format: 'equal' }],
    ['a newer version', { versions: [...current.versions, version('3.0')] }],
    ['a deprecation', { versions: [version('1.0', 'cpu', { deprecated: 'old' }), version('2.0')] }],
  ])('not by %s', (_, change) => {
    expect(impact(running(), { ...current, ...change })).toMatchObject({ affected: false, placeable: true });
  });

  it('not by what its version or its own wish overrides', () => {
    const own = definitionOf({
      ...current,
      versions: [version('1.0', 'cpu', { run_command: 'mine', env: { A: '9' } })],
    });
    const changed = { ...own, default_run_command: 'other', default_env: { A: '2', B: '2' } };
    expect(impact(running({ version: '1.0', env: { B: '9' } }, own), changed).affected).toBe(false);
    expect(impact(running({ version: '1.0' }, own), changed).reason).toContain('The change touches default_env.B.');
    const image = {
      ...current,
      versions: [version('1.0', 'cpu', { images: [{ framework: 'cpu', image_name: 'new' }] })],
    };
    expect(impact(running({ version: '1.0', imageName: 'mine:1' }), image).affected).toBe(false);
  });

  it('by the removal of its version, which is refused, and of one that Auto could still take', () => {
    const log = running();
    expect(impact(log, { ...current, versions: [version('2.0')] })).toMatchObject({
      affected: true,
      placeable: false,
      reason:
        'It runs 1.0 of revision 7 and goes on with it. The change removes version 1.0, which is refused while a deployment uses it.',
    });
    const both = definitionOf({ versions: [version('1.0'), version('2.0', 'cuda')] });
    const auto = impact(running({}, both), { ...both, versions: [version('1.0')] });
    expect(auto).toMatchObject({ version: '1.0', affected: true, placeable: false });
    expect(auto.reason).toContain('The change removes version 2.0, which is refused');
  });

  it('by the deletion of the backend', () => {
    expect(impact(running(), undefined)).toMatchObject({
      affected: true,
      placeable: false,
      reason:
        'It runs 1.0 of revision 7 and goes on with it. The backend would be deleted, which is refused while a deployment uses it.',
    });
  });
});

describe('the revisions', () => {
  it('differ where a deployment runs an older one', () => {
    expect(impact(running(), current, { currentRevision: 12 })).toMatchObject({
      runningRevision: 7,
      currentRevision: 12,
      outdated: true,
      reason: expect.stringContaining('It runs 1.0 of revision 7 (the current is 12) and goes on with it.'),
    });
  });

  it('are the same where the current one is not known', () => {
    const question = { backend: 'echo-custom', definition: current, currentRevision: null, grants: [] };
    expect(changeImpact(running().state, question)).toMatchObject([{ currentRevision: 7, outdated: false }]);
  });
});

describe('whether its replicas would find a place', () => {
  it('counts what the deployment itself claims as free', () => {
    const log = new TestLog().worker('w1', { devices: [gpu(0), gpu(1)] }).deployment({ replicas: 2 }, cudaDefinition());
    expect(impact(log, cudaDefinition())).toMatchObject({ placeable: true });
    expect(log.state.ledger.reservationsOn('w1')).toHaveLength(2);
  });

  it('does not count what others claim as free, and says how many would and what blocks the rest', () => {
    const log = new TestLog().worker('w1', { devices: [gpu(0), gpu(1)] });
    log.deployment({ name: 'other' }, definitionOf({ ...cudaDefinition(), backend_name: 'other-custom' }));
    log.deployment(
      { name: 'demo', replicas: 2, placement: { strategy: 'spread', workerLabels: {} } },
      cudaDefinition(),
    );
    const one = impact(log, cudaDefinition());
    expect(one.placeable).toBe(false);
    expect(one.reason).toMatch(
      /Rolled to it, 1 of 2 replicas would find a place: no worker with 1 whole GPU free: .* held by other-1; .* held by replica 1\)/,
    );
  });

  it('follows the changed definition: another framework needs other workers', () => {
    const rolled = impact(running({}, definitionOf()), cudaDefinition());
    expect(rolled).toMatchObject({ affected: true, placeable: false });
    expect(rolled.reason).toContain(
      'Rolled to it, 0 of 1 replica would find a place: no worker with framework cuda: 1 worker, 1 without cuda (w1: has cpu).',
    );
  });

  it('says what Auto would take then', () => {
    const changed = { ...current, versions: [...current.versions, version('3.0')] };
    expect(impact(running({}), changed).reason).toBe(
      'It runs 2.0 of revision 7 and goes on with it. The change touches nothing that it is made from. Rolled to it, 1 replica would find a place and run 3.0.',
    );
  });

  it('is not asked of what no container can be made from', () => {
    const broken = { ...current, default_run_command: 'serve {{model_path}}' };
    expect(impact(running(), broken)).toMatchObject({
      placeable: false,
      reason: expect.stringContaining('Rolled to it, it could not run: '),
    });
  });

  it('is told also for what is stopped, scaled to nothing, or still waiting', () => {
    const stopped = running();
    const stop = stopDeployment(stopped.state, { name: 'demo' });
    stopped.settle(stop.ok ? stop.value : []);
    expect(impact(stopped, current).reason).toMatch(/^It is stopped, at revision 7\. .* 1 replica would find a place/);
    expect(impact(running({ replicas: 0 }), current).reason).toMatch(/^It has no replicas, at revision 7\./);
    const waiting = impact(new TestLog().deployment({}, current), current);
    expect(waiting).toMatchObject({ placeable: false, version: '2.0' });
    expect(waiting.reason).toMatch(/^It waits for a place to run 2\.0 of revision 7\. .*no worker has joined yet\.$/);
  });
});
