import { newSecretsKey } from '@enginehouse/service-kit';
import { describe, expect, it } from 'vitest';
import { InMemorySignInCodeStore } from '../adapters/in-memory/in-memory-sign-in-code-store.js';
import type { StoredSignInCode } from './sign-in-code-store.js';
import { SignInCodes } from './sign-in-codes.js';

/** Keeps what it was given to keep, to look at. */
class OpenStore extends InMemorySignInCodeStore {
  readonly added: StoredSignInCode[] = [];
  override async add(code: StoredSignInCode, now: Date) {
    this.added.push(code);
    return super.add(code, now);
  }
}

const arrange = () => {
  const store = new OpenStore();
  return { store, codes: new SignInCodes(newSecretsKey(), store) };
};
const made = async (codes: SignInCodes, now: number) => {
  const created = await codes.create('eh_the-token', now);
  return created.ok ? created.value.code : created.error.code;
};

describe('a sign-in code', () => {
  it('gives the token of who made it, once', async () => {
    const { codes } = arrange();
    const code = await made(codes, 0);
    expect(await codes.redeem(code, 59_999)).toEqual({ ok: true, value: 'eh_the-token' });
    expect(await codes.redeem(code, 59_999)).toEqual({ ok: true, value: undefined });
  });

  it('is over after a minute', async () => {
    const { codes } = arrange();
    const code = await made(codes, 0);
    expect(await codes.redeem(code, 60_000)).toEqual({ ok: true, value: undefined });
  });

  it('is not a guess, and not its own hash', async () => {
    const { codes, store } = arrange();
    await made(codes, 0);
    expect(await codes.redeem('ehs_guess', 1)).toEqual({ ok: true, value: undefined });
    expect(await codes.redeem(store.added[0]?.hash ?? '', 1)).toEqual({ ok: true, value: undefined });
  });

  it('is kept so that nobody can read it or its token', async () => {
    const { codes, store } = arrange();
    const code = await made(codes, 0);
    const kept = JSON.stringify(store.added);
    expect(kept).not.toContain(code);
    expect(kept).not.toContain('eh_the-token');
  });
});
