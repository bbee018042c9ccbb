import { err, ok, problemOf, scheduling } from '@enginehouse/contracts';
import { createAccountKey, createUserKey } from '@enginehouse/messaging';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startApi, surroundings, type RunningApi, type Surroundings } from '../testing/running-api.js';

const { seed: accountSeed } = createAccountKey();

const codeOf = async (response: Response) => [response.status, ((await response.json()) as { code?: string }).code];
const claimsOf = (jwt: string) => JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString());

describe('workers and the API', () => {
  let around: Surroundings;
  let api: RunningApi;
  const serving: { stop(): void }[] = [];

  beforeAll(async () => {
    around = await surroundings();
    api = await startApi(around, { accountSeed });
  });
  afterAll(async () => {
    await api.stop();
    await around.close();
  });
  afterEach(() => serving.splice(0).forEach((each) => each.stop()));

  const join = (name: string, publicKey: string, token = api.joinToken) =>
    api.fetch('POST', '/v1/workers/join', { token: null, json: { token, name, publicKey } });

  it('join with a join token and get credentials for their own subjects only', async () => {
    const { publicKey } = createUserKey();
    const answer = (await (await join('gpu-one', publicKey)).json()) as { jwt: string };
    expect(answer).toMatchObject({
      worker: 'gpu-one',
      natsUrl: api.nats.url,
      installation: 'test',
      secretsKey: api.secretsKey,
    });
    const { sub, nats } = claimsOf(answer.jwt);
    expect(sub).toBe(publicKey);
    expect(nats.sub.allow).toEqual(['worker.gpu-one.>', '_INBOX.w-gpu-one.>']);
    expect(nats.pub.allow.every((subject: string) => subject.split('.').includes('gpu-one'))).toBe(true);
    expect(nats.resp).toEqual({ max: 1, ttl: 60_000_000_000 });
  });

  it('may join again with the same key, and nobody else under that name', async () => {
    const { publicKey } = createUserKey();
    expect((await join('again', publicKey)).status).toBe(200);
    expect((await join('again', publicKey)).status).toBe(200);
    expect(await codeOf(await join('again', createUserKey().publicKey))).toEqual([409, 'worker-name-taken']);
  });

  it('leave their name to others once they were removed', async () => {
    await join('replaced', createUserKey().publicKey);
    serving.push(api.services.serve(scheduling.removeWorker, async () => ok({ revision: 3, changed: true })));
    expect((await api.fetch('DELETE', '/v1/workers/replaced?force')).status).toBe(200);
    expect((await join('replaced', createUserKey().publicKey)).status).toBe(200);
  });

  it('keep their name while instances run on them', async () => {
    await join('busy', createUserKey().publicKey);
    const refusal = err(problemOf('worker-not-empty', 'two instances'));
    serving.push(api.services.serve(scheduling.removeWorker, async () => refusal));
    expect(await codeOf(await api.fetch('DELETE', '/v1/workers/busy'))).toEqual([409, 'worker-not-empty']);
    expect(await codeOf(await join('busy', createUserKey().publicKey))).toEqual([409, 'worker-name-taken']);
  });

  it('can be removed before they ever reported to the scheduler', async () => {
    await join('silent', createUserKey().publicKey);
    const refusal = err(problemOf('worker-not-found', 'none'));
    serving.push(api.services.serve(scheduling.removeWorker, async () => refusal));
    expect((await api.fetch('DELETE', '/v1/workers/silent')).status).toBe(200);
    expect(await codeOf(await api.fetch('DELETE', '/v1/workers/silent'))).toEqual([404, 'worker-not-found']);
  });

  it.each([
    ['a token that is none', 'gpu', () => createUserKey().publicKey, 'ehj_nothing', 'join-token-invalid'],
    ['a name with other characters', 'GPU one', () => createUserKey().publicKey, undefined, 'invalid-input'],
    ['a name that is a pattern', '*', () => createUserKey().publicKey, undefined, 'invalid-input'],
    ['a key that is none', 'gpu', () => 'UAAA', undefined, 'invalid-input'],
  ])('do not join with %s', async (_what, name, key, token, code) => {
    expect((await codeOf(await join(name, key(), token)))[1]).toBe(code);
  });

  it('do not join with an access token, nor read with a join token', async () => {
    expect((await codeOf(await join('gpu', createUserKey().publicKey, api.adminToken)))[1]).toBe('join-token-invalid');
    expect((await api.fetch('GET', '/v1/whoami', { token: api.joinToken })).status).toBe(401);
  });

  it('join once with a token for a single use, and again only as the same worker', async () => {
    const made = await api.fetch('POST', '/v1/join-tokens', { json: { name: 'single', singleUse: true } });
    const { token } = (await made.json()) as { token: string };
    const { publicKey } = createUserKey();
    expect((await join('first', publicKey, token)).status).toBe(200);
    expect((await join('first', publicKey, token)).status).toBe(200);
    expect((await codeOf(await join('second', createUserKey().publicKey, token)))[1]).toBe('join-token-invalid');
  });

  it('do not join with a revoked token', async () => {
    const made = await api.fetch('POST', '/v1/join-tokens', { json: { name: 'withdrawn' } });
    const { token } = (await made.json()) as { token: string };
    expect((await api.fetch('DELETE', '/v1/join-tokens/withdrawn')).status).toBe(200);
    expect((await codeOf(await join('late', createUserKey().publicKey, token)))[1]).toBe('join-token-invalid');
  });

  it('are told what is missing where no key can vouch for them', async () => {
    const other = await surroundings();
    const unable = await startApi(other);
    const response = await unable.fetch('POST', '/v1/workers/join', {
      token: null,
      json: { token: unable.joinToken, name: 'w', publicKey: createUserKey().publicKey },
    });
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      code: 'unavailable',
      hint: expect.stringContaining('NATS_ACCOUNT_SIGNING_KEY_FILE'),
    });
    await unable.stop();
    await other.close();
  });
});
