import { describe, expect, it } from 'vitest';
import { distrusted } from './snapshot-trust.js';

const [ours, theirs] = ['00000000000000AA', '00000000000000BB'];
const address = 'https://mine.example/index.yaml';
const of = (signedBy: string | null, strict: boolean, ...keys: readonly string[]) =>
  distrusted({ name: 'mine', address, strict, keys: keys.map((id) => ({ id })), snapshot: { address, signedBy } });

describe('whether what a source was synced with is still taken', () => {
  it.each([
    ['unsigned, nothing pinned', null, false, []],
    ['unsigned, a key pinned, not strict', null, false, [ours]],
    ['signed, nothing pinned, not strict', ours, false, []],
    ['signed with a pinned key', ours, false, [theirs, ours]],
    ['signed with a pinned key, strict', ours, true, [ours]],
  ] as const)('takes what is %s', (_what, signedBy, strict, keys) => {
    expect(of(signedBy, strict, ...keys)).toBeUndefined();
  });

  it.each([
    ['unsigned, strict', null, true, [ours], 'signature-missing'],
    ['unsigned, strict, no key', null, true, [], 'signature-missing'],
    ['signed with another key', theirs, false, [ours], 'key-not-trusted'],
    ['signed with another key, strict', theirs, true, [ours], 'key-not-trusted'],
    ['signed with the key that was distrusted last, strict', ours, true, [], 'key-not-trusted'],
  ] as const)('refuses what is %s', (_what, signedBy, strict, keys, code) => {
    expect(of(signedBy, strict, ...keys)).toMatchObject({ code });
  });

  it('says in plain words what is wrong, and what to do', () => {
    expect(of(null, true)).toMatchObject({
      detail: 'The source "mine" takes only what is signed, and what it was synced with is not.',
      hint: 'Sync it: enginehouse market source sync mine. Where nobody signs it, it need not be strict.',
    });
    expect(of(ours, true)).toMatchObject({
      detail: `What the source "mine" was synced with is signed with key ${ours}, which is not trusted any more.`,
      hint: 'Sync it: enginehouse market source sync mine. Or trust the key: enginehouse market source trust mine --key KEY',
      extra: { keyId: ours },
    });
  });

  it('refuses what was read at another place than the source is at now', () => {
    const snapshot = { address: 'https://old.example/index.yaml', signedBy: ours };
    expect(distrusted({ name: 'mine', address, strict: true, keys: [{ id: ours }], snapshot })).toMatchObject({
      code: 'entry-changed',
      detail: `The source "mine" is at ${address} now; what it offers was read at https://old.example/index.yaml.`,
      hint: 'Sync it: enginehouse market source sync mine. Then look at the entry again.',
    });
  });

  it('has nothing against a source that was never synced', () => {
    expect(distrusted({ name: 'mine', address, strict: true, keys: [], snapshot: null })).toBeUndefined();
  });
});
