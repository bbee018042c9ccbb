import { beforeEach, describe, expect, it } from 'vitest';
import type { Claim, JoinTokenStore, StoredJoinToken } from '../access/join-token-store.js';

const hash = (letter: string) => letter.repeat(64);
const token = (more: Partial<StoredJoinToken> = {}): StoredJoinToken => ({
  name: 'fleet',
  hash: hash('a'),
  createdAt: '2026-01-01T00:00:00.000Z',
  createdBy: 'user:x',
  expiresAt: null,
  singleUse: false,
  usedBy: null,
  ...more,
});
const claim = (more: Partial<Claim> = {}): Claim => ({
  tokenHash: hash('a'),
  worker: 'one',
  publicKey: 'UONE',
  now: new Date('2026-01-02T00:00:00.000Z'),
  ...more,
});

/** What every `JoinTokenStore` must do. */
export function joinTokenStoreContract(what: string, makeStore: () => Promise<JoinTokenStore>): void {
  describe(`a store of tokens: ${what}`, () => {
    let store: JoinTokenStore;
    beforeEach(async () => {
      store = await makeStore();
    });
    const codeOf = async (claimed: Claim) => {
      const result = await store.claim(claimed);
      return result.ok ? 'ok' : result.error.code;
    };

    it('binds a name to a key, for good', async () => {
      await store.add(token());
      expect(await codeOf(claim())).toBe('ok');
      expect(await codeOf(claim())).toBe('ok');
      expect(await codeOf(claim({ publicKey: 'UTWO' }))).toBe('worker-name-taken');
      expect(await codeOf(claim({ worker: 'two', publicKey: 'UTWO' }))).toBe('ok');
    });

    it('gives a released name to the next one', async () => {
      await store.add(token());
      await store.claim(claim());
      expect(await store.release('one')).toEqual({ ok: true, value: true });
      expect(await store.release('one')).toEqual({ ok: true, value: false });
      expect(await codeOf(claim({ publicKey: 'UTWO' }))).toBe('ok');
    });

    it('lets one of several in that claim a name at the same time', async () => {
      await store.add(token());
      const codes = await Promise.all(['UA', 'UB', 'UC', 'UD'].map((publicKey) => codeOf(claim({ publicKey }))));
      expect(codes.sort()).toEqual(['ok', 'worker-name-taken', 'worker-name-taken', 'worker-name-taken']);
    });

    it('refuses tokens that are unknown, revoked or over', async () => {
      await store.add(token({ expiresAt: '2026-01-01T12:00:00.000Z' }));
      await store.add(token({ name: 'gone', hash: hash('b') }));
      await store.revoke('gone');
      for (const letter of ['a', 'b', 'c']) {
        expect(await codeOf(claim({ tokenHash: hash(letter) }))).toBe('join-token-invalid');
      }
    });

    it('lets one worker in with a token for a single use, and that one again', async () => {
      await store.add(token({ singleUse: true }));
      expect(await codeOf(claim())).toBe('ok');
      expect(await codeOf(claim())).toBe('ok');
      expect(await codeOf(claim({ worker: 'two' }))).toBe('join-token-invalid');
      expect(await store.list()).toEqual({ ok: true, value: [token({ singleUse: true, usedBy: 'one' })] });
    });

    it('keeps a token for a single use whole when the name was taken', async () => {
      await store.add(token());
      await store.add(token({ name: 'single', hash: hash('b'), singleUse: true }));
      await store.claim(claim());
      await store.claim(claim({ tokenHash: hash('b'), publicKey: 'UTWO' }));
      expect(await codeOf(claim({ tokenHash: hash('b'), worker: 'two' }))).toBe('ok');
    });

    it('refuses a name in force', async () => {
      await store.add(token());
      expect(await store.add(token({ hash: hash('b') }))).toMatchObject({ error: { code: 'name-taken' } });
      expect(await store.revoke('other')).toMatchObject({ error: { code: 'token-not-found' } });
    });
  });
}
