import { ok, problemOf, type JoinAnswer, type Problem, type Result } from '@enginehouse/contracts';
import { createLogger } from '@enginehouse/service-kit';
import { beforeEach, expect, it } from 'vitest';
import { InMemoryKept } from '../../adapters/in-memory/in-memory-stores.js';
import type { WorkerIdentity, WorkerKey } from '../../ports.js';
import { FakeClock } from '../../testing/fake-clock.js';
import { IdentityKeeper } from './identity-keeper.js';

const admitted: JoinAnswer = { worker: 'w1', natsUrl: 'nats://n', jwt: 'jwt', installation: 'i1', secretsKey: 'key' };

let clock: FakeClock;
let kept: InMemoryKept<WorkerIdentity>;
let key: InMemoryKept<WorkerKey>;
let keysMade: number;
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
    key,
    createKey: () => {
      keysMade += 1;
      return keysMade === 1 ? { publicKey: 'UKEY', seed: 'SUSEED' } : { publicKey: 'UOTHER', seed: 'SUOTHER' };
    },
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
  key = new InMemoryKept();
  keysMade = 0;
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

it('asks again with the same key where the answer was lost, also in another process', async () => {
  answer = { ok: false, error: problemOf('unavailable', 'the connection broke before the answer came') };
  const dying = new AbortController();
  const first = keeperOf('w1').identity(dying.signal);
  await clock.advance(0);
  dying.abort();
  await clock.advance(2000);
  expect(await first).toBeNull();
  answer = ok(admitted);
  expect(await keeperOf('w1').identity(new AbortController().signal)).toMatchObject({ seed: 'SUSEED' });
  expect(asked).toMatchObject([{ publicKey: 'UKEY' }, { publicKey: 'UKEY' }]);
  expect(await key.load()).toBeNull();
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
