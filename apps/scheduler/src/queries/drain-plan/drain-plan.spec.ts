import { describe, expect, it } from 'vitest';
import { cudaDefinition, gpu } from '../../testing/builders.js';
import { TestLog } from '../../testing/test-log.js';
import { drainPlanOf } from './drain-plan.js';

const gpus = (count: number) => ({
  devices: Array.from({ length: count }, (_, index) => gpu(index)),
});

function planOf(log: TestLog, force = false) {
  const worker = log.state.worker('w1');
  if (!worker) throw new Error('there is no w1');
  return drainPlanOf(log.state, worker, { force });
}

const outcomes = (log: TestLog, force = false) =>
  planOf(log, force).steps.map(({ instance, outcome, to }) => `${instance} ${outcome} ${to ?? '-'}`);

/** Two replicas with a GPU each on w1, one place on w2, and one that only w1 may run. */
const crowded = () =>
  new TestLog()
    .worker('w1', gpus(3))
    .deployment({ replicas: 2 }, cudaDefinition())
    .deployment(
      { name: 'pinned', placement: { strategy: 'spread', workerLabels: {}, gpus: [{ worker: 'w1', index: 2 }] } },
      cudaDefinition(),
    )
    .ready('demo-1')
    .ready('demo-2')
    .ready('pinned-1')
    .worker('w2', gpus(1));

describe('the plan of a drain', () => {
  it('says where each would go on the room there is, and why another would have to stay', () => {
    const plan = planOf(crowded());
    expect(outcomes(crowded())).toEqual(['demo-1 moves w2', 'demo-2 stays -', 'pinned-1 stays -']);
    expect(plan.steps.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('w2'),
      expect.stringContaining('held by the one for demo-1'),
      expect.stringContaining('w2: none of its GPUs was chosen'),
    ]);
    expect(plan).toMatchObject({
      text: 'demo-1 moves, replaced before it stops; demo-2, pinned-1 stay: no place elsewhere.',
      interrupted: [],
      cordoned: false,
    });
  });

  it('names the deployments that nobody would serve for a time, by force', () => {
    expect(outcomes(crowded(), true)).toEqual(['demo-1 moves w2', 'demo-2 stops -', 'pinned-1 stops -']);
    expect(planOf(crowded(), true).interrupted).toEqual(['pinned']);
  });

  it('names the deployments that only this worker serves, which a removal would end at once', () => {
    expect(planOf(crowded()).onlyHere).toEqual(['demo', 'pinned']);
    const spread = new TestLog().worker('w1').worker('w2').deployment({ replicas: 2 }).ready('demo-1').ready('demo-2');
    expect(planOf(spread)).toMatchObject({ steps: [{ outcome: 'moves' }], onlyHere: [] });
  });

  it('changes nothing and needs nobody on an empty worker', () => {
    expect(planOf(new TestLog().worker('w1'))).toMatchObject({
      steps: [],
      text: 'Nothing runs on w1: it is cordoned and that is all.',
    });
  });
});
