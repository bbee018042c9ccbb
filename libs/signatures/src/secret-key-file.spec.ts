import { describe, expect, it } from 'vitest';
import { scryptParameters, sensitiveCost } from './key-stream.js';
import { encryptSecretKey, generateKey, parseSecretKey, printSecretKey, type KeyCost } from './index.js';

const key = generateKey();
/** Cheap, for tests; nothing to protect a key with. */
const cheap: KeyCost = { opslimit: 32_768n, memlimit: 1_048_576n };

async function encrypted(password: string): Promise<string> {
  const text = await encryptSecretKey(key, password, cheap);
  if (!text.ok) throw new Error(text.error.detail);
  return text.value;
}

async function opened(text: string, password: string) {
  const file = parseSecretKey(text);
  if (!file.ok) return file;
  if (file.value.kind === 'plain') throw new Error('the file is not encrypted');
  return file.value.unlock(password);
}

/** The file with some of its bytes replaced. */
function changed(text: string, at: number, bytes: Uint8Array): string {
  const [comment = '', line = ''] = text.split('\n');
  const content = Buffer.from(line, 'base64');
  content.set(bytes, at);
  return `${comment}\n${content.toString('base64')}\n`;
}

describe('a secret key file', () => {
  it('without a password gives the key back', () => {
    expect(parseSecretKey(printSecretKey(key))).toEqual({ ok: true, value: { kind: 'plain', key } });
  });

  it('that minisign made without a password is read', () => {
    // Made with minisign 0.11 -G -W for this test; nothing was ever signed with it.
    const line =
      'RWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAADND134+RWbqi7gFpus0QaeEKfU4eDBGBiZUiFRUtedUYshguU+oP2TByHB4OoDFYfVmxT+JkaKWVWBvStnwuuQ8PY9UzhNThAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=';
    const text = 'RWQM0PXfj5FZujByHB4OoDFYfVmxT+JkaKWVWBvStnwuuQ8PY9UzhNTh';
    expect(parseSecretKey(`untrusted comment: minisign encrypted secret key\n${line}\n`)).toMatchObject({
      value: { kind: 'plain', key: { publicKey: { id: 'BA59918FDFF5D00C', text } } },
    });
  });

  it.each([['correct horse'], ['pässwörd 🐎'], [' '], ['']])('opens with its password %j', async (password) => {
    expect(await opened(await encrypted(password), password)).toEqual({ ok: true, value: key });
  });

  it('does not open with another password, and does not say which was tried', async () => {
    expect(await opened(await encrypted('correct horse'), 'battery staple')).toEqual({
      ok: false,
      error: { code: 'wrong-password', detail: 'The password does not open the secret key.' },
    });
  });

  it('holds neither the key nor the same bytes twice where it is encrypted', async () => {
    const [one, two] = [await encrypted('p'), await encrypted('p')];
    expect(one).not.toBe(two);
    const bytes = Buffer.from(one.split('\n')[1] ?? '', 'base64');
    expect(bytes.includes(Buffer.from(key.seed))).toBe(false);
  });

  it.each([
    ['the seed', 6 + 48 + 8],
    ['the checksum', 157],
  ])('is damaged where %s has changed', (_what, at) => {
    const text = changed(printSecretKey(key), at, Buffer.from([0x55, 0xaa]).subarray(0, at === 157 ? 1 : 2));
    expect(parseSecretKey(text)).toEqual({
      ok: false,
      error: { code: 'malformed-key', detail: 'The secret key is damaged.' },
    });
  });

  it('with the public half of another key is not used: a signature would tell the secret', () => {
    const mixed = { ...key, publicKey: generateKey().publicKey };
    expect(parseSecretKey(printSecretKey(mixed))).toMatchObject({ ok: false });
  });

  it.each([
    ['nothing', ''],
    ['a public key', key.publicKey.text],
    ['another algorithm', changed(printSecretKey(key), 0, Buffer.from('XX'))],
    ['another checksum', changed(printSecretKey(key), 4, Buffer.from('B3'))],
    ['another way to hide it', changed(printSecretKey(key), 2, Buffer.from('A2'))],
  ])('is not %s', (_what, text) => {
    expect(parseSecretKey(text)).toMatchObject({ ok: false, error: { code: 'malformed-key' } });
  });

  it('that asks for very much memory or time is not opened', async () => {
    const limits = Buffer.alloc(16, 0xff);
    const text = changed(await encrypted('p'), 6 + 32, limits);
    expect(await opened(text, 'p')).toMatchObject({ ok: false, error: { code: 'not-possible' } });
  });
});

describe('the cost of a password', () => {
  it.each([
    ['minisign', sensitiveCost, { N: 2 ** 20, r: 8, p: 1 }],
    ['libsodium, interactive', { opslimit: 524_288n, memlimit: 16_777_216n }, { N: 2 ** 14, r: 8, p: 1 }],
    ['much memory, few operations', { opslimit: 1_000_000n, memlimit: 1_073_741_824n }, { N: 2 ** 14, r: 8, p: 1 }],
    ['little memory, many operations', { opslimit: 4_194_304n, memlimit: 16_777_216n }, { N: 2 ** 14, r: 8, p: 8 }],
    ['less than the least', { opslimit: 0n, memlimit: 16_777_216n }, { N: 2 ** 10, r: 8, p: 1 }],
  ])('of %s is what libsodium makes of it', (_name, cost, expected) => {
    expect(scryptParameters(cost)).toEqual(expected);
  });

  it('has an end', () => {
    expect(scryptParameters({ opslimit: 2n ** 63n, memlimit: 2n ** 40n })).toBeUndefined();
    expect(scryptParameters({ opslimit: 2n ** 63n, memlimit: 1_048_576n })).toBeUndefined();
    expect(scryptParameters({ opslimit: 32_768n, memlimit: 1n })).toBeDefined();
  });
});
