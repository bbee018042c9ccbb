import { beforeEach, describe, expect, it } from 'vitest';
import type { SignInCodeStore, StoredSignInCode } from '../access/sign-in-code-store.js';

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));
const code = (letter: string, expiresAt = at(60)): StoredSignInCode => ({
  hash: letter.repeat(64),
  sealedToken: `sealed ${letter}`,
  expiresAt,
});

/** What every `SignInCodeStore` must do. */
export function signInCodeStoreContract(what: string, makeStore: () => Promise<SignInCodeStore>): void {
  describe(`a store of sign-in codes: ${what}`, () => {
    let store: SignInCodeStore;
    beforeEach(async () => {
      store = await makeStore();
      await store.add(code('a'), at(0));
    });
    const take = async (letter: string, now = at(1)) => {
      const taken = await store.take(letter.repeat(64), now);
      return taken.ok ? taken.value : taken.error.code;
    };

    it('gives each code away once', async () => {
      await store.add(code('b'), at(0));
      expect([await take('a'), await take('a'), await take('b')]).toEqual(['sealed a', undefined, 'sealed b']);
    });

    it('gives it to one of several who ask at the same time', async () => {
      const all = await Promise.all([1, 2, 3, 4].map(() => take('a')));
      expect(all.filter((each) => each !== undefined)).toEqual(['sealed a']);
    });

    it('knows no code that is over, or that never was', async () => {
      expect([await take('a', at(60)), await take('c')]).toEqual([undefined, undefined]);
    });

    it('forgets what is over when another one comes, and that one only', async () => {
      await store.add(code('b', at(120)), at(60));
      expect([await take('a', at(1)), await take('b', at(61))]).toEqual([undefined, 'sealed b']);
    });
  });
}
