import { describe, expect, it } from 'vitest';
import { cudaDefinition, definitionOf } from '../../testing/builders.js';
import {
  changedDefinition,
  changedOnGpus,
  demo,
  done,
  drained,
  onGpus,
  problem,
  revisions,
  rolling,
  rollQuestion,
  serving,
} from '../../testing/rolling.js';
import { TestLog } from '../../testing/test-log.js';
import { scaleDeployment, stopDeployment } from '../deployment.decisions.js';
import { holdUse, releaseUse } from '../use-hold.decisions.js';
import { startRoll } from './roll.decisions.js';

describe('a roll by surge', () => {
  it('makes a new replica beside the old, and lets the old go only when the new one is ready', () => {
    const log = rolling(serving());
    expect(revisions(log)).toEqual(['demo-1 7 ready', 'demo-2 9 placed']);
    log.ready('demo-2');
    expect(revisions(log)).toEqual(['demo-1 7 ready retiring', 'demo-2 9 ready']);
    expect(demo(log)).toMatchObject({ pin: { revision: 7 }, roll: { state: 'rolling' } });
    drained(log, 'demo-1');
    expect(revisions(log)).toEqual(['demo-2 9 ready']);
    expect(demo(log)).toMatchObject({ pin: { revision: 9 }, basis: 1, roll: { state: 'rolled', mode: 'surge' } });
  });

  it('replaces one replica after the other, and never has more than one beside those that are wanted', () => {
    const log = rolling(serving({ replicas: 2 }));
    expect(revisions(log)).toEqual(['demo-1 7 ready', 'demo-2 7 ready', 'demo-3 9 placed']);
    log.ready('demo-3');
    expect(revisions(log)).toEqual(['demo-1 7 ready', 'demo-2 7 ready retiring', 'demo-3 9 ready']);
    drained(log, 'demo-2');
    expect(revisions(log)).toEqual(['demo-1 7 ready', 'demo-3 9 ready', 'demo-4 9 placed']);
    drained(log.ready('demo-4'), 'demo-1');
    expect(revisions(log)).toEqual(['demo-3 9 ready', 'demo-4 9 ready']);
    expect(demo(log).roll?.state).toBe('rolled');
  });

  it('lets what does not serve go first, and at once', () => {
    const log = new TestLog().worker('w1').deployment({ replicas: 2 }).ready('demo-2');
    rolling(log).ready('demo-3');
    expect(revisions(log)).toEqual(['demo-1 7 stopping', 'demo-2 7 ready', 'demo-3 9 ready', 'demo-4 9 placed']);
  });

  it('is followed by replicas of the new definition, and by another roll', () => {
    const log = drained(rolling(serving()).ready('demo-2'), 'demo-1');
    log.settle(done(scaleDeployment(log.state, { name: 'demo', replicas: 2 }))).ready('demo-3');
    expect(revisions(log)).toEqual(['demo-2 9 ready', 'demo-3 9 ready']);
    rolling(log, { definition: definitionOf(), revision: 7, wish: { to: 7 } });
    drained(log.ready('demo-4'), 'demo-3');
    drained(log.ready('demo-5'), 'demo-2');
    expect(revisions(log)).toEqual(['demo-4 7 ready', 'demo-5 7 ready']);
    expect(demo(log)).toMatchObject({ basis: 2, pin: { revision: 7 } });
  });

  it('gives a new replica the place in the queue of what it replaces', () => {
    const log = rolling(serving());
    expect(log.state.instance('demo-2')?.createdPosition).toBe(log.state.instance('demo-1')?.createdPosition);
  });
});

describe('a roll in place', () => {
  it('stops the old replica first, and puts the new one there before all that waits', () => {
    const log = onGpus(1);
    log.deployment({ name: 'waits' }, cudaDefinition());
    rolling(log, changedOnGpus);
    expect(demo(log).roll).toMatchObject({ mode: 'in-place' });
    expect(revisions(log)).toEqual(['demo-1 7 ready retiring']);
    drained(log, 'demo-1');
    expect(revisions(log)).toEqual(['demo-2 9 placed']);
    expect(log.state.instance('waits-1')?.state).toBe('waiting');
    expect(demo(log.ready('demo-2')).roll?.state).toBe('rolled');
  });

  it('takes one replica after the other away', () => {
    const log = rolling(onGpus(2, 2), changedOnGpus);
    drained(log, 'demo-2');
    expect(revisions(log)).toEqual(['demo-1 7 ready', 'demo-3 9 placed']);
    log.ready('demo-3');
    expect(revisions(log)).toEqual(['demo-1 7 ready retiring', 'demo-3 9 ready']);
  });

  it('is chosen on request also where there is room', () => {
    expect(demo(rolling(serving(), { wish: { mode: 'in-place' } })).roll?.mode).toBe('in-place');
  });
});

describe('a roll that replaces nothing', () => {
  it.each([
    ['a stopped deployment', (log: TestLog) => stopDeployment(log.state, { name: 'demo' })],
    ['one without replicas', (log: TestLog) => scaleDeployment(log.state, { name: 'demo', replicas: 0 })],
  ])('changes what %s runs next', (_, command) => {
    const log = serving();
    log.settle(done(command(log))).fact('demo-1', 'ContainerRemoved', { containerId: null });
    rolling(log);
    expect(demo(log)).toMatchObject({ pin: { revision: 9 }, roll: { state: 'rolled', mode: 'none' } });
  });

  it('keeps instances whose container does not change', () => {
    const log = rolling(serving(), { definition: definitionOf({ parameter_format: 'equal' }) });
    expect(revisions(log)).toEqual(['demo-1 7 ready']);
    expect(demo(log)).toMatchObject({ pin: { revision: 9 }, basis: 0, roll: { mode: 'none' } });
    rolling(log, { revision: 12 });
    expect(revisions(log)).toEqual(['demo-1 7 ready', 'demo-2 12 placed']);
  });
});

describe('a roll to another version', () => {
  const two = definitionOf({
    versions: [
      { name: '1.0', images: [{ framework: 'cpu', image_name: 'echo:1.0' }] },
      { name: '2.0', images: [{ framework: 'cpu', image_name: 'echo:2.0' }], deprecated: 'crashes' },
      { name: '3.0', images: [{ framework: 'cpu', image_name: 'echo:3.0' }] },
    ],
  });

  it('of the same revision names that version from then on', () => {
    const log = new TestLog().worker('w1').deployment({ version: '1.0' }, two).ready('demo-1');
    drained(rolling(log, { definition: two, revision: 7, wish: { version: '3.0', to: 7 } }).ready('demo-2'), 'demo-1');
    expect(demo(log)).toMatchObject({ spec: { version: '3.0' }, pin: { revision: 7 }, options: [{ version: '3.0' }] });
  });

  it('is refused where it is deprecated or not there', () => {
    const log = new TestLog().worker('w1').deployment({ version: '1.0' }, two);
    const wish = (version: string) => rollQuestion({ definition: two, wish: { version } });
    expect(problem(startRoll(log.state, wish('2.0'))).code).toBe('version-deprecated');
    expect(problem(startRoll(log.state, wish('9'))).code).toBe('version-not-found');
  });

  it('is not stopped by the deprecation of the version that runs already', () => {
    const log = new TestLog().worker('w1').deployment({ version: '2.0' }, two);
    expect(startRoll(log.state, rollQuestion({ definition: two })).ok).toBe(true);
  });
});

describe('a roll is refused', () => {
  it('to what runs already', () => {
    const refused = problem(startRoll(serving().state, rollQuestion({ revision: 7, definition: definitionOf() })));
    expect(refused).toMatchObject({ code: 'nothing-to-roll', status: 409 });
  });

  it('while another one is under way, with the way to undo that', () => {
    expect(problem(startRoll(rolling(serving()).state, rollQuestion({ revision: 12 })))).toMatchObject({
      code: 'roll-under-way',
      detail: 'demo is being rolled to revision 9.',
      hint: expect.stringContaining('--cancel') as string,
    });
  });

  it('for another revision of the deployment than the one it was planned on', () => {
    const question = { ...rollQuestion(), expectedRevision: 1 };
    expect(problem(startRoll(serving().state, question)).code).toBe('stale-revision');
  });

  it('where nothing can take it, with what is in the way', () => {
    const log = serving();
    expect(problem(startRoll(log.state, rollQuestion(changedOnGpus)))).toMatchObject({
      code: 'roll-blocked',
      detail: expect.stringContaining('no worker with framework cuda') as string,
      extra: { explanation: { outcome: 'waiting' } },
    });
  });

  it.each([{}, { mode: 'surge' as const }])(
    'where no worker could run it, without advice to make room, which would not help: %j',
    (wish) => {
      const { detail, hint } = problem(startRoll(serving().state, rollQuestion({ ...changedOnGpus, wish })));
      expect(detail).toMatch(/^No worker can run the new replica: no worker with framework cuda/);
      expect(hint).toBe('Add a worker that can, or roll to a version or a revision that fits those that there are.');
    },
  );

  it('by surge where somebody insists on it and there is no room', () => {
    const refused = problem(startRoll(onGpus(1).state, rollQuestion({ ...changedOnGpus, wish: { mode: 'surge' } })));
    expect(refused.code).toBe('roll-blocked');
    expect(refused.detail).toContain('held by demo-1');
    expect(refused.hint).toContain('--mode in-place');
  });

  it('to a definition from which no container can be made', () => {
    const broken = changedDefinition({ default_run_command: 'serve {{model_path}}' });
    expect(startRoll(serving().state, rollQuestion({ definition: broken })).ok).toBe(false);
  });

  it('to a version that the backend has no more, also at an older revision', () => {
    const log = serving({ version: '1.0' });
    const current = changedDefinition({ versions: [{ name: '2.0', images: [] }] });
    expect(problem(startRoll(log.state, rollQuestion({ current, revision: 5 }))).code).toBe('version-not-found');
  });

  it('while what it would use is being removed, or was after the backend was read', () => {
    const log = serving();
    log.settle(done(holdUse(log.state, { hold: 'h', backend: 'echo-custom', versions: ['2.0'] })));
    const two = changedDefinition({ versions: [{ name: '2.0', images: [{ framework: 'cpu', image_name: 'e:2' }] }] });
    const question = rollQuestion({ definition: two });
    expect(problem(startRoll(log.state, question)).code).toBe('backend-being-removed');
    log.settle(done(releaseUse(log.state, { hold: 'h', backend: 'echo-custom', revision: 10 })));
    expect(problem(startRoll(log.state, question)).code).toBe('backend-being-removed');
    const read = { ...question, current: { ...question.current, revision: 10 } };
    expect(startRoll(log.state, read).ok).toBe(true);
  });
});
