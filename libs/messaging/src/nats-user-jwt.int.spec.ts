import { testNats, type TestNats } from '@enginehouse/testing';
import { connect, jwtAuthenticator, nkeys, type NatsConnection } from 'nats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createUserKey, mintUserJwt, signNatsJwt } from './nats-user-jwt.js';

const operator = nkeys.createOperator();
const account = nkeys.createAccount();
const accountSeed = new TextDecoder().decode(account.getSeed());

const systemAccount = nkeys.createAccount();
const limits = { subs: -1, data: -1, payload: -1, imports: -1, exports: -1, wildcards: true, conn: -1, leaf: -1 };

function signedByOperator(sub: string, name: string, claims: object): string {
  return signNatsJwt(operator, { iat: 1_700_000_000, sub, name, nats: { ...claims, version: 2 } });
}

function operatorMode(): string {
  const preload = [account, systemAccount].map((each, index) => {
    const key = each.getPublicKey();
    return `${key}: "${signedByOperator(key, `account-${index}`, { type: 'account', limits })}"`;
  });
  return `operator: "${signedByOperator(operator.getPublicKey(), 'operator', { type: 'operator' })}"
system_account: ${systemAccount.getPublicKey()}
resolver: MEMORY
resolver_preload: { ${preload.join(', ')} }
`;
}

describe('a user JWT on a real server', () => {
  let server: TestNats;
  const open: NatsConnection[] = [];

  beforeAll(async () => {
    server = await testNats({ access: operatorMode() });
  });
  afterAll(async () => {
    await Promise.all(open.map((connection) => connection.close()));
    await server.close();
  });

  const connectAs = async (name: string, publish: string[], subscribe: string[], more: object = {}) => {
    const key = createUserKey();
    const jwt = mintUserJwt({ accountSeed, userPublicKey: key.publicKey, name, publish, subscribe, ...more });
    const connection = await connect({
      servers: server.url,
      reconnect: false,
      inboxPrefix: `_INBOX.${name}`,
      authenticator: jwtAuthenticator(jwt, new TextEncoder().encode(key.seed)),
    });
    open.push(connection);
    return connection;
  };

  it('lets through its own subjects and nothing else', async () => {
    const watcher = await connectAs('watcher', [], ['>']);
    const seen: string[] = [];
    watcher.subscribe('>', { callback: (_error, message) => void seen.push(message.subject) });
    await watcher.flush();

    const worker = await connectAs('w-one', ['heartbeat.one'], ['worker.one.>']);
    worker.publish('heartbeat.two');
    worker.publish('heartbeat.one');
    await worker.flush();
    const refused = new Promise((resolve) => {
      worker.subscribe('worker.two.>', { callback: (error) => resolve(error?.message) });
    });
    await expect(refused).resolves.toMatch(/permissions violation/i);
    await watcher.flush();

    expect(seen).toEqual(['heartbeat.one']);
  });

  it('lets a worker answer a request on the inbox of somebody else', async () => {
    const api = await connectAs('api', ['worker.>'], ['_INBOX.api.>']);
    const worker = await connectAs('w-two', [], ['worker.two.>'], { answerWithinMs: 5000 });
    worker.subscribe('worker.two.logs', { callback: (_error, message) => void message.respond('here') });
    await worker.flush();
    const reply = await api.request('worker.two.logs', undefined, { timeout: 2000 });
    expect(reply.string()).toBe('here');
  });

  it('is refused when the seed is not the one of the key in it', async () => {
    const jwt = mintUserJwt({
      accountSeed,
      userPublicKey: createUserKey().publicKey,
      name: 'thief',
      publish: ['>'],
      subscribe: ['>'],
    });
    const authenticator = jwtAuthenticator(jwt, new TextEncoder().encode(createUserKey().seed));
    await expect(connect({ servers: server.url, reconnect: false, authenticator })).rejects.toThrow(/authorization/i);
  });
});
