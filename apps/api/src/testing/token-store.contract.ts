import { beforeEach, describe, expect, it } from 'vitest';
import type { StoredToken, TokenStore } from '../access/token-store.js';

const token = (name: string, more: Partial<StoredToken> = {}): StoredToken => ({
  name,
  role: 'viewer',
  hash: Buffer.from(name.padEnd(32, '.')).toString('hex').slice(0, 64),
  createdAt: '2026-01-01T00:00:00.000Z',
  createdBy: 'user:x',
  expiresAt: null,
  ...more,
});

/** What every `TokenStore` must do. */
export function tokenStoreContract(what: string, makeStore: () => Promise<TokenStore>): void {
  describe(`a store of tokens: ${what}`, () => {
    let store: TokenStore;
    beforeEach(async () => {
      store = await makeStore();
    });

    it('is new until the first token, and never again', async () => {
      expect(await store.isNew()).toEqual({ ok: true, value: true });
      await store.add(token('a'));
      await store.revoke('a');
      expect(await store.isNew()).toEqual({ ok: true, value: false });
    });

    it('gives back what was added, oldest first', async () => {
      const first = token('b', { expiresAt: '2027-01-01T00:00:00.000Z' });
      const second = token('a', { createdAt: '2026-01-02T00:00:00.000Z', role: 'admin' });
      await store.add(first);
      await store.add(second);
      expect(await store.list()).toEqual({ ok: true, value: [first, second] });
    });

    it('refuses a name in force, and takes it again after its revocation', async () => {
      await store.add(token('a'));
      expect(await store.add(token('a', { hash: 'f'.repeat(64) }))).toMatchObject({ error: { code: 'name-taken' } });
      await store.revoke('a');
      expect(await store.add(token('a', { hash: 'e'.repeat(64) }))).toMatchObject({ ok: true });
    });

    it('forgets a revoked token, and refuses to revoke what is not there', async () => {
      await store.add(token('a'));
      expect(await store.revoke('a')).toMatchObject({ ok: true });
      expect(await store.list()).toEqual({ ok: true, value: [] });
      expect(await store.revoke('a')).toMatchObject({ error: { code: 'token-not-found' } });
    });
  });
}
