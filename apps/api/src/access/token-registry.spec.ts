import { err, problemOf } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { InMemoryTokenStore } from '../adapters/in-memory/in-memory-token-store.js';
import type { StoredToken } from './token-store.js';
import { TokenRegistry } from './token-registry.js';

class RecordingMirror {
  shown: readonly StoredToken[] = [];
  show(tokens: readonly StoredToken[]): void {
    this.shown = tokens;
  }
}

/** A database that goes away once the token has been revoked in it. */
class FailingAfterRevocation extends InMemoryTokenStore {
  private failing = false;
  override async revoke(name: string) {
    const revoked = await super.revoke(name);
    this.failing = true;
    return revoked;
  }
  override async list() {
    return this.failing ? err(problemOf('unavailable', 'gone')) : super.list();
  }
}

async function registryWith(store = new InMemoryTokenStore()) {
  const mirror = new RecordingMirror();
  const registry = new TokenRegistry(store, mirror);
  const made = await registry.create({ name: 'ci', role: 'operator', expiresInSeconds: 60, createdBy: 'user:x' });
  if (!made.ok) {
    throw new Error(made.error.detail);
  }
  return { registry, mirror, token: made.value.token };
}

describe('the registry of tokens', () => {
  it('knows whom a token stands for until it ends', async () => {
    const { registry, token } = await registryWith();
    expect(registry.identify(token)).toMatchObject({ name: 'ci', role: 'operator' });
    expect(registry.identify(token, Date.now() + 61_000)).toBeUndefined();
    expect(registry.identify(`${token}x`)).toBeUndefined();
  });

  it('shows the gateway each change, without the token itself', async () => {
    const { registry, mirror, token } = await registryWith();
    expect(mirror.shown.map((each) => each.name)).toEqual(['ci']);
    expect(JSON.stringify(mirror.shown)).not.toContain(token);
    await registry.revoke('ci');
    expect(mirror.shown).toEqual([]);
  });

  it('refuses a revoked token even when the database went away right after', async () => {
    const { registry, token } = await registryWith(new FailingAfterRevocation());
    expect(await registry.revoke('ci')).toMatchObject({ ok: true });
    expect(registry.identify(token)).toBeUndefined();
  });

  it('keeps the last admin token that does not end', async () => {
    const { registry } = await registryWith();
    await registry.create({ name: 'root', role: 'admin', createdBy: 'x' });
    await registry.create({ name: 'temporary', role: 'admin', expiresInSeconds: 10, createdBy: 'x' });
    expect(await registry.revoke('root')).toMatchObject({ error: { code: 'last-admin-token' } });
    await registry.create({ name: 'second', role: 'admin', createdBy: 'x' });
    expect(await registry.revoke('root')).toMatchObject({ ok: true });
  });
});
