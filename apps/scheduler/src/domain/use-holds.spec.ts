import type { BackendPin, Problem } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { definitionOf, pinOf, specOf } from '../testing/builders.js';
import { TestLog } from '../testing/test-log.js';
import { createDeployment, deleteDeployment, stopDeployment, type Decided } from './deployment.decisions.js';
import { holdUse, releaseUse } from './use-hold.decisions.js';

const version = (name: string, framework = 'cpu', deprecated?: string) => ({
  name,
  images: [{ framework, image_name: `echo:${name}` }],
  ...(deprecated === undefined ? {} : { deprecated }),
});
const three = definitionOf({ versions: [version('1.0'), version('2.0'), version('3.0')] });
const at = (revision: number, definition = three): BackendPin => ({ ...pinOf(definition), revision });

const backend = 'echo-custom';
const held = (hold: string, versions: string[] | null) => ({ hold, backend, versions });
const problem = (decided: Decided): Problem => {
  if (decided.ok) throw new Error('was not refused');
  return decided.error;
};
const done = (decided: Decided) => {
  if (!decided.ok) throw new Error(decided.error.detail);
  return decided.value;
};
const hold = (log: TestLog, id: string, versions: string[] | null) =>
  log.settle(done(holdUse(log.state, held(id, versions))));
const release = (log: TestLog, id: string, revision: number) =>
  log.settle(done(releaseUse(log.state, { hold: id, backend, revision })));
const create = (log: TestLog, more: Parameters<typeof specOf>[0] = {}, pin = at(7)) =>
  createDeployment(log.state, { spec: specOf(more), pin, grants: [] });
/** The versions that a deployment may run, as the log has it. */
const options = (log: TestLog, decided: Decided) => {
  const deployment = log.settle(done(decided)).state.deployment('demo');
  return deployment && deployment.state !== 'deleted' ? deployment.options.map((option) => option.version) : [];
};

describe('a hold', () => {
  it('of a backend is refused with everybody who uses it, running or stopped', () => {
    const log = new TestLog().deployment().deployment({ name: 'other' });
    log.settle(done(stopDeployment(log.state, { name: 'other' })));
    expect(problem(holdUse(log.state, held('h', null)))).toMatchObject({
      code: 'backend-in-use',
      status: 409,
      detail: 'Backend echo-custom is used by 2 deployments: demo, other.',
      hint: 'Delete these deployments first, or deprecate the version so that no new ones choose it.',
      extra: { deployments: ['demo', 'other'] },
    });
  });

  it('of versions is refused with the users of each of them', () => {
    const log = new TestLog()
      .deployment({ name: 'a', version: '1.0' }, three)
      .deployment({ name: 'b', version: '2.0' }, three)
      .deployment({ name: 'c', version: '2.0' }, three);
    expect(problem(holdUse(log.state, held('h', ['1.0', '2.0', '3.0'])))).toMatchObject({
      code: 'version-in-use',
      detail:
        'Version "1.0" of echo-custom is used by the deployment a. Version "2.0" of echo-custom is used by 2 deployments: b, c.',
      extra: { deployments: ['a', 'b', 'c'] },
    });
    expect(hold(log, 'h', ['3.0']).since(log.events.length - 1)).toEqual(['UseHeld use:echo-custom']);
  });

  it('of a version is refused also for who only could get it: Auto may move to another worker', () => {
    const versions = [version('1.0', 'cpu'), version('2.0', 'cuda')];
    const log = new TestLog().worker('w1').deployment({}, definitionOf({ versions }));
    expect(log.state.instance('demo-1')).toMatchObject({ placement: { version: '1.0' } });
    expect(problem(holdUse(log.state, held('h', ['2.0']))).extra).toEqual({ deployments: ['demo'] });
  });

  it('is refused no more when the last user is deleted', () => {
    const log = new TestLog().deployment();
    log.settle(done(deleteDeployment(log.state, { name: 'demo' })));
    expect(holdUse(log.state, held('h', null)).ok).toBe(true);
  });

  it('asked for or released twice is held and released once', () => {
    const log = hold(new TestLog(), 'h', null);
    expect(done(holdUse(log.state, held('h', null)))).toEqual([]);
    release(log, 'h', 9);
    expect(done(releaseUse(log.state, { hold: 'h', backend, revision: 9 }))).toEqual([]);
    expect(done(releaseUse(log.state, { hold: 'never', backend, revision: 9 }))).toEqual([]);
    expect(log.since(0)).toEqual(['UseHeld use:echo-custom', 'UseReleased use:echo-custom']);
  });

  it('and its fence are the same when the log is read again', () => {
    const log = hold(release(hold(new TestLog(), 'one', null), 'one', 9), 'two', ['1.0']);
    const again = new TestLog().append(log.events);
    expect(again.state.useOf('Echo-Custom')).toEqual(log.state.useOf(backend));
    expect(again.state.useHolds()).toEqual([held('two', ['1.0'])]);
    expect(again.state.useOf(backend).fence).toBe(9);
  });
});

describe('while a backend is being removed, a deployment', () => {
  it('on it is refused, whatever the case of its name, and told to try again', () => {
    const log = hold(new TestLog(), 'h', null);
    expect(problem(create(log))).toMatchObject({
      code: 'backend-being-removed',
      status: 409,
      detail: 'echo-custom is being removed just now.',
      retryAfterSeconds: 1,
      errors: [{ path: ['backend'] }],
    });
    const shouting = { ...at(7), backend: 'ECHO-custom' };
    expect(problem(create(log, { backend: 'ECHO-custom' }, shouting)).code).toBe('backend-being-removed');
  });

  it('on another one is not', () => {
    const log = hold(new TestLog(), 'h', null);
    const other = pinOf(definitionOf({ backend_name: 'other-custom' }));
    expect(create(log, { backend: 'other-custom' }, other).ok).toBe(true);
  });

  it('is let in again when all removals have ended', () => {
    const log = hold(hold(new TestLog(), 'one', null), 'two', null);
    release(log, 'one', 7);
    expect(problem(create(log)).code).toBe('backend-being-removed');
    release(log, 'two', 7);
    expect(create(log).ok).toBe(true);
  });
});

describe('while versions are being removed, a deployment', () => {
  it('that names one of them is refused, one that names another is not', () => {
    const log = hold(new TestLog(), 'h', ['2.0']);
    expect(problem(create(log, { version: '2.0' }))).toMatchObject({
      code: 'backend-being-removed',
      detail: 'Version "2.0" of echo-custom is being removed just now.',
      errors: [{ path: ['version'] }],
    });
    expect(options(log, create(log, { version: '1.0' }))).toEqual(['1.0']);
  });

  it('on Auto chooses none of them, and stays with that when the log is read again', () => {
    const log = hold(hold(new TestLog(), 'one', ['3.0']), 'two', ['2.0']);
    expect(options(log, create(log))).toEqual(['1.0']);
    expect(new TestLog().append(log.events).state.deployment('demo')).toEqual(log.state.deployment('demo'));
    expect(done(holdUse(log.state, held('three', ['3.0'])))).toHaveLength(1);
  });

  it('on Auto that would not choose them anyway notices nothing', () => {
    const log = hold(new TestLog(), 'h', ['1.0']);
    const [event] = done(create(log));
    expect(event?.data).toEqual({ spec: specOf(), pin: at(7) });
  });

  it('on Auto is refused where nothing else is left, or where the default version goes: what replaces it is not known', () => {
    const log = hold(new TestLog(), 'h', ['1.0', '2.0', '3.0']);
    expect(problem(create(log)).code).toBe('backend-being-removed');
    const withDefault = { ...three, default_version: '2.0' };
    const other = hold(new TestLog(), 'h', ['2.0']);
    expect(problem(create(other, {}, at(7, withDefault))).code).toBe('backend-being-removed');
  });
});

/** A log after version 3.0 was removed at revision 9. */
const removed = () => release(hold(new TestLog(), 'h', ['3.0']), 'h', 9);

describe('after a removal, a deployment', () => {
  it('from an older reading of the backend is refused', () => {
    expect(problem(create(removed(), {}, at(8)))).toMatchObject({
      code: 'backend-being-removed',
      retryAfterSeconds: 1,
      detail: 'echo-custom was read at revision 8, but something was removed from it up to revision 9.',
    });
  });

  it('from a reading of that revision or a later one is made', () => {
    expect(create(removed(), {}, at(9)).ok).toBe(true);
    expect(create(removed(), {}, at(10)).ok).toBe(true);
  });

  it('is not held up by the end of an older hold', () => {
    const log = hold(hold(new TestLog(), 'one', ['3.0']), 'two', ['2.0']);
    release(release(log, 'two', 12), 'one', 9);
    expect(log.state.useOf(backend).fence).toBe(12);
  });
});

describe('a deprecated version', () => {
  const definition = definitionOf({ versions: [version('1.0'), version('2.0', 'cpu', 'crashes on long prompts')] });

  it('is refused to a new deployment that names it, with its message and what to take instead', () => {
    expect(problem(create(new TestLog(), { version: '2.0' }, at(7, definition)))).toMatchObject({
      code: 'version-deprecated',
      status: 422,
      detail: 'Version "2.0" of echo-custom is deprecated: crashes on long prompts',
      hint: 'Take version "1.0", or name none. What runs already is not touched.',
      errors: [{ code: 'version-deprecated', path: ['version'] }],
    });
  });

  it('is refused without a proposal where every version is deprecated', () => {
    const only = definitionOf({ versions: [version('1.0', 'cpu', '')] });
    const refused = problem(create(new TestLog(), { version: '1.0' }, at(7, only)));
    expect(refused.detail).toBe('Version "1.0" of echo-custom is deprecated.');
    expect(refused.hint).toContain('Restore the version');
    expect(problem(create(new TestLog(), {}, at(7, only))).code).toBe('version-deprecated');
  });

  it('is passed over by Auto, also as the default version', () => {
    expect(options(new TestLog(), create(new TestLog(), {}, at(7, definition)))).toEqual(['1.0']);
    const preferred = { ...definition, default_version: '2.0' };
    expect(options(new TestLog(), create(new TestLog(), {}, at(7, preferred)))).toEqual(['1.0']);
  });

  it('goes on running where it was pinned, through stop and start', () => {
    const log = new TestLog().worker('w1').deployment({ version: '2.0' }, definition);
    log.settle(done(stopDeployment(log.state, { name: 'demo' })));
    log.fact('demo-1', 'ContainerRemoved', { containerId: null });
    log.settle([{ streamId: 'deployment:demo', type: 'DeploymentStarted', data: {} }]);
    expect(log.state.instance('demo-2')).toMatchObject({ state: 'placed', placement: { version: '2.0' } });
  });
});
