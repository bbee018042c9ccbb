import { ok, problemOf, type JoinAnswer, type Problem, type Result } from '@enginehouse/contracts';
import { createLogger } from '@enginehouse/service-kit';
import { beforeEach, expect, it } from 'vitest';
import { InMemoryKept } from '../../adapters/in-memory/in-memory-stores.js';
import type { WorkerIdentity } from '../../ports.js';
import { FakeClock } from '../../testing/fake-clock.js';
import { IdentityKeeper } from './identity-keeper.js';

const admitted: JoinAnswer = { worker: 'w1', natsUrl: 'nats://n', jwt: 'jwt', installation: 'i1', secretsKey: 'key' };

let clock: FakeClock;
let kept: InMemoryKept<WorkerIdentity>;
let answer: Result<JoinAnswer, Problem>;
let token: () => string;
let asked: object[];

const keeperOf = (worker: string) =>
  new IdentityKeeper({
    worker,
    kept,
    clock,
    logger: createLogger({ service: 'runtime', level: 'silent' }),
    token: () => token(),
    createKey: () => ({ publicKey: 'UKEY', seed: 'SUSEED' }),
    desk: {
      join: async (request) => {
        asked.push(request);
        return answer;
      },
    },
  });

beforeEach(() => {
  clock = new FakeClock();
  kept = new InMemoryKept();
  answer = ok(admitted);
  token = () => 'good';
  asked = [];
});

it('joins with its public key, and keeps the seed to itself', async () => {
  const identity = await keeperOf('w1').identity(new AbortController().signal);
  expect(asked).toEqual([{ token: 'good', name: 'w1', publicKey: 'UKEY' }]);
  expect(identity).toEqual({ ...admitted, seed: 'SUSEED' });
  expect(await kept.load()).toEqual(identity);
});

it('does not join again', async () => {
  await kept.save({ ...admitted, seed: 'SU' });
  expect(await keeperOf('w1').identity(new AbortController().signal)).toMatchObject({ seed: 'SU' });
  expect(asked).toEqual([]);
});

it('waits for the token and for the api, with growing pauses, and says what it waits for', async () => {
  token = () => {
    throw new Error('no such file');
  };
  const keeper = keeperOf('w1');
  const joining = keeper.identity(new AbortController().signal);
  await clock.advance(500);
  expect(keeper.detail()).toContain('no such file');
  token = () => 'good';
  answer = { ok: false, error: problemOf('unavailable', 'the api does not answer') };
  await clock.advance(600_000);
  expect(keeper.detail()).toBe('the api does not answer');
  expect(asked.length).toBeLessThan(30);
  answer = ok(admitted);
  await clock.advance(30_000);
  expect(await joining).toMatchObject({ worker: 'w1' });
});

it('refuses the data directory of another worker', async () => {
  await kept.save({ ...admitted, seed: 'SU' });
  const ending = new AbortController();
  const keeper = keeperOf('w2');
  const joining = keeper.identity(ending.signal);
  await clock.advance(0);
  expect(keeper.detail()).toContain('belongs to worker w1');
  ending.abort();
  await clock.advance(2000);
  expect(await joining).toBeNull();
});
