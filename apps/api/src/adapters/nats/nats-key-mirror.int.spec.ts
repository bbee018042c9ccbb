import { keysBucket } from '@enginehouse/contracts';
import { connectBus, type NatsBus } from '@enginehouse/messaging';
import { createLogger } from '@enginehouse/service-kit';
import { testNats, type TestNats } from '@enginehouse/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StoredToken } from '../../access/token-store.js';
import { NatsKeyMirror } from './nats-key-mirror.js';

const token = (name: string, role: StoredToken['role'] = 'viewer'): StoredToken => ({
  name,
  role,
  hash: Buffer.from(name).toString('hex').padEnd(64, '0'),
  createdAt: '',
  createdBy: '',
  expiresAt: null,
});

describe('the mirror of the keys on NATS', () => {
  let nats: TestNats;
  let bus: NatsBus;
  let mirror: NatsKeyMirror;

  beforeEach(async () => {
    nats = await testNats();
    bus = await connectBus({ url: nats.url, service: 'api' });
    mirror = new NatsKeyMirror(bus, createLogger({ service: 'api', level: 'silent' }));
  });
  afterEach(async () => {
    mirror.stop();
    await bus.close();
    await nats.close();
  });

  const shown = async () => {
    const bucket = await bus.keyValue(keysBucket);
    const keys = await bucket.keys().catch(() => []);
    const values = await Promise.all(keys.map((key) => bucket.get(key)));
    return values.map((value) => `${(value as StoredToken).name}:${(value as StoredToken).role}`).sort();
  };

  it('follows additions, changes and removals', async () => {
    mirror.show([token('a'), token('b')]);
    await expect.poll(shown).toEqual(['a:viewer', 'b:viewer']);
    mirror.show([token('a', 'admin'), token('c')]);
    await expect.poll(shown).toEqual(['a:admin', 'c:viewer']);
    mirror.show([]);
    await expect.poll(shown).toEqual([]);
  });

  it('shows the last of several sets that come at once', async () => {
    for (const name of ['a', 'b', 'c', 'd']) {
      mirror.show([token(name)]);
    }
    await expect.poll(shown).toEqual(['d:viewer']);
  });

  it('fills the bucket again when everything JetStream stored is lost', { timeout: 60_000 }, async () => {
    mirror.show([token('a')]);
    await expect.poll(shown).toEqual(['a:viewer']);
    await nats.stop();
    nats.wipe();
    await nats.start();
    await expect.poll(shown, { timeout: 40_000, interval: 200 }).toEqual(['a:viewer']);
  });
});
