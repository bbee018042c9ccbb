import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  checkFiles,
  generateKey,
  printChecksums,
  printPublicKey,
  sign,
  type PublishedFile,
  type SecretKey,
} from './index.js';

const key = generateKey();
const other = generateKey();
const file = (path: string, text: string): PublishedFile => ({ path, bytes: Buffer.from(text) });

function signatureOf({ path, bytes }: PublishedFile, by: SecretKey = key): PublishedFile {
  const signature = sign(bytes, by, `file:${path}`);
  if (!signature.ok) throw new Error(signature.error.detail);
  return file(`${path}.minisig`, signature.value);
}

function listOf(files: readonly PublishedFile[]): PublishedFile {
  const list = printChecksums(files);
  if (!list.ok) throw new Error(list.error.detail);
  return file('SHA256SUMS', list.value);
}

const index = file('index.yaml', '- backend_name: a\n');
const entries = [file('b/two.yaml', '2'), file('a.yaml', '1')];
const signedFolder = (files = entries, by = key) => [...entries, listOf(files), signatureOf(listOf(files), by)];
const shown = (whose: SecretKey) => file('minisign.pub', printPublicKey(whose.publicKey));
const digest = (text: string) => createHash('sha256').update(text).digest('hex');
const check = (files: readonly PublishedFile[], keys = [key]) =>
  checkFiles(
    files,
    keys.map(({ publicKey }) => publicKey),
  );

describe('a single file', () => {
  it('is signed by the signature beside it', () => {
    expect(check([index, signatureOf(index)])).toEqual({
      kind: 'signed',
      key: key.publicKey,
      trustedComment: 'file:index.yaml',
      signedFile: 'index.yaml',
    });
  });

  it('is unsigned without one', () => {
    expect(check([index])).toEqual({ kind: 'unsigned' });
    expect(check([index, shown(key)])).toEqual({ kind: 'unsigned' });
  });

  it('is told apart from what a strange key signed', () => {
    const strange = { kind: 'unknown-key', keyId: other.publicKey.id, shown: null };
    expect(check([index, signatureOf(index, other)])).toEqual(strange);
    expect(check([index, signatureOf(index, other), shown(key)])).toEqual(strange);
    expect(check([index, signatureOf(index, other), file('minisign.pub', 'x')])).toEqual(strange);
    expect(check([index, signatureOf(index, other), shown(other)])).toEqual({ ...strange, shown: other.publicKey });
  });

  it.each([
    [
      'replaced',
      [file('index.yaml', 'evil'), signatureOf(index)],
      `index.yaml.minisig: The signature of the key ${key.publicKey.id} does not match what is signed.`,
    ],
    [
      'replaced, and the strange key that is shown did not sign it either',
      [file('index.yaml', 'evil'), signatureOf(index, other), shown(other)],
      `index.yaml.minisig: The signature of the key ${other.publicKey.id} does not match what is signed.`,
    ],
    [
      'signed with half a signature',
      [index, file('index.yaml.minisig', 'untrusted comment: x\nRUQ')],
      'index.yaml.minisig: It is no minisign signature: its second line is no signature.',
    ],
    [
      'renamed',
      [file('other.yaml', ''), signatureOf(index)],
      'index.yaml.minisig is there, and index.yaml, which it signs, is not.',
    ],
    [
      'one of several',
      [index, file('b.yaml', ''), signatureOf(index)],
      'index.yaml.minisig signs one file, and there are 2: a folder is signed with SHA256SUMS and SHA256SUMS.minisig.',
    ],
    ['there twice', [index, index], 'Two files have the same path.'],
  ])('is refused where it is %s', (_name, files, detail) => {
    expect(check(files)).toEqual({ kind: 'invalid', detail });
  });
});

describe('a folder', () => {
  it('is signed by its list', () => {
    expect(check(signedFolder())).toMatchObject({ kind: 'signed', signedFile: 'SHA256SUMS' });
    expect(check([...signedFolder(), shown(other)])).toMatchObject({ kind: 'signed' });
    const withKey = [...entries, shown(key)];
    expect(check([...signedFolder(withKey), shown(key)])).toMatchObject({ kind: 'signed' });
  });

  it('may be listed as sha256sum lists it', () => {
    const list = file('SHA256SUMS', `${digest('1').toUpperCase()} *./a.yaml\r\n${digest('2')}  b/two.yaml\r\n\r\n`);
    expect(check([...entries, list, signatureOf(list)])).toMatchObject({ kind: 'signed' });
  });

  it('is unsigned without a signature, with a list or not', () => {
    expect(check(entries)).toEqual({ kind: 'unsigned' });
    expect(check([...entries, listOf(entries)])).toEqual({ kind: 'unsigned' });
  });

  it.each([
    ['an added file', [...signedFolder(), file('evil.yaml', '')], 'evil.yaml is not in the list'],
    ['a removed file', signedFolder().filter(({ path }) => path !== 'a.yaml'), 'a.yaml is missing'],
    [
      'a changed file',
      signedFolder().map((each) => (each.path === 'a.yaml' ? file('a.yaml', 'evil') : each)),
      'a.yaml has changed',
    ],
    [
      'much amiss',
      [...signedFolder(), ...['1', '2', '3', '4', '5'].map((name) => file(name, ''))],
      '1 is not in the list, 2 is not in the list, 3 is not in the list, and 2 more',
    ],
    [
      'another key in it than the one in the list',
      [...signedFolder([...entries, shown(key)]), shown(other)],
      'minisign.pub has changed',
    ],
  ])('is refused with %s', (_name, files, fault) => {
    expect(check(files)).toEqual({ kind: 'invalid', detail: `The files are not those of SHA256SUMS: ${fault}.` });
  });

  it.each([
    ['no digests', 'hello\n', 'Line 1 is not a digest and a path.'],
    ['a path twice', `${'0'.repeat(64)}  a\n${'0'.repeat(64)}  a\n`, 'Line 2 names "a" again.'],
  ])('is refused with %s in its list', (_name, text, detail) => {
    const list = file('SHA256SUMS', text);
    expect(check([list, signatureOf(list)])).toEqual({ kind: 'invalid', detail: `SHA256SUMS: ${detail}` });
  });

  it('is refused with a list that was replaced or is gone', () => {
    const [list, signature] = [listOf(entries), signatureOf(listOf(entries))];
    const replaced = file('SHA256SUMS', `${Buffer.from(list.bytes).toString()}\n`);
    expect(check([...entries, replaced, signature])).toMatchObject({
      kind: 'invalid',
      detail: expect.stringContaining('does not match what is signed'),
    });
    expect(check([...entries, signature])).toMatchObject({
      kind: 'invalid',
      detail: 'SHA256SUMS.minisig is there, and SHA256SUMS, which it signs, is not.',
    });
  });

  it('cannot list a name that is more than a line', () => {
    expect(printChecksums([file('a\nb', '')])).toMatchObject({ ok: false, error: { code: 'not-possible' } });
  });
});
