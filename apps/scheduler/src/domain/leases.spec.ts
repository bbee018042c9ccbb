import { describe, expect, it } from 'vitest';
import { TestLog } from '../testing/test-log.js';
import { judgeLeases } from './leases.js';

const times = { suspectAfterMs: 15_000, graceMs: 300_000 };
const judge = (log: TestLog, heard: Record<string, number>, now: number) =>
  judgeLeases(log.state, new Map(Object.entries(heard)), now, times);

const silent = (log: TestLog, ...workers: string[]) =>
  log.settle(
    workers.map((name) => ({
      streamId: `worker:${name}`,
      type: 'WorkerUnreachable' as const,
      data: { lastHeardSecondsAgo: 16 },
    })),
  );
const fleet = (count: number) => {
  const log = new TestLog();
  for (let at = 1; at <= count; at += 1) log.worker(`w${at}`);
  return log;
};

describe('silence', () => {
  it('of three heartbeats makes a worker suspect and moves nothing', () => {
    const log = fleet(2).deployment({ replicas: 2 });
    expect(judge(log, { w1: 0, w2: 10_000 }, 15_000).decisions).toEqual([]);
    expect(judge(log, { w1: 0, w2: 10_000 }, 16_000).decisions).toEqual([
      { streamId: 'worker:w1', type: 'WorkerUnreachable', data: { lastHeardSecondsAgo: 16 } },
    ]);
  });

  it('beyond the grace gives up what was placed there', () => {
    const log = silent(fleet(2).deployment({ replicas: 2 }), 'w1');
    expect(judge(log, { w1: 0, w2: 299_000 }, 300_000).decisions).toEqual([]);
    expect(judge(log, { w1: 0, w2: 299_000 }, 301_000).decisions).toEqual([
      {
        streamId: 'instance:demo-1',
        type: 'InstanceEvicted',
        data: { generation: 1, worker: 'w1', reason: 'worker w1 silent for 301 s' },
      },
    ]);
  });

  it('of a worker that was never heard since the start means nothing', () => {
    const log = fleet(1).deployment();
    expect(judge(log, {}, 1_000_000)).toEqual({ decisions: [], frozen: [] });
  });

  it('of more than a fifth at once moves nothing and is reported', () => {
    const log = silent(fleet(5).deployment({ replicas: 5 }), 'w1', 'w2');
    const heard = { w1: 0, w2: 20_000, w3: 400_000, w4: 400_000, w5: 400_000 };
    expect(judge(log, heard, 400_000)).toEqual({ decisions: [], frozen: ['w1', 'w2'] });
  });

  it('of several one after the other is not taken for one event', () => {
    const log = silent(fleet(5).deployment({ replicas: 5 }), 'w1', 'w2');
    const heard = { w1: 0, w2: 100_000, w3: 500_000, w4: 500_000, w5: 500_000 };
    expect(judge(log, heard, 500_000).decisions.map(({ streamId }) => streamId)).toEqual([
      'instance:demo-1',
      'instance:demo-2',
    ]);
  });

  it('of the only one of a few is not a mass', () => {
    const log = silent(fleet(2).deployment({ replicas: 2 }), 'w1');
    expect(judge(log, { w1: 0, w2: 400_000 }, 400_000).decisions).toHaveLength(1);
  });
});
