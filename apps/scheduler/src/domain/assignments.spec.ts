import { describe, expect, it } from 'vitest';
import { TestLog } from '../testing/test-log.js';
import { assignmentsFor } from './assignments.js';
import { deleteInstance } from './deployment.decisions.js';
import { workerLeaves } from './worker.decisions.js';

const brief = (log: TestLog, worker: string) =>
  assignmentsFor(log.state, worker, { installation: 'i' }).assignments.map(
    ({ instance, generation, desired }) => `${instance}/${generation} ${desired}`,
  );

describe('the assignments of a worker', () => {
  it('are all placements there, with the log position as epoch', () => {
    const log = new TestLog().worker('w1').worker('w2').deployment({ replicas: 3 });
    expect(brief(log, 'w1')).toEqual(['demo-1/1 running', 'demo-3/1 running']);
    expect(assignmentsFor(log.state, 'w1', { installation: 'i' })).toMatchObject({
      worker: 'w1',
      installation: 'i',
      epoch: log.events.length,
    });
  });

  it('say what is to be taken down until it is gone', () => {
    const log = new TestLog().worker('w1').deployment();
    const decided = deleteInstance(log.state, { id: 'demo-1', actor: 'user:ada' });
    log.settle(decided.ok ? decided.value : []);
    expect(brief(log, 'w1')).toEqual(['demo-1/1 stopped', 'demo-2/1 running']);
    log.fact('demo-1', 'ContainerRemoved', { containerId: 'c1' });
    expect(brief(log, 'w1')).toEqual(['demo-2/1 running']);
  });

  it('no longer hold what was moved away', () => {
    const log = new TestLog().worker('w1').deployment().worker('w2');
    log.settle(workerLeaves(log.state, 'w1', 'gone'));
    expect([brief(log, 'w1'), brief(log, 'w2')]).toEqual([[], ['demo-1/2 running']]);
  });
});
