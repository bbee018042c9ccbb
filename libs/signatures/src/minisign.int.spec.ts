import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryDirectory, testMinisign } from '@enginehouse/testing';
import {
  encryptSecretKey,
  generateKey,
  parsePublicKey,
  parseSecretKey,
  parseSignature,
  printPublicKey,
  printSecretKey,
  sign,
  verify,
  type KeyCost,
  type SecretKey,
} from './index.js';
import { secretKeyOf } from './secret-key.js';

const minisign = await testMinisign();
const unavailable = 'missing' in minisign ? minisign.missing : undefined;
const password = 'pässwörd with blanks';
/** minisign's own cost takes seconds and 1 GiB each time; it goes by what the file says. */
const cheap: KeyCost = { opslimit: 524_288n, memlimit: 16_777_216n };
const patience = 120_000;
const message = randomBytes(100_000);

let folder = '';
beforeEach(() => {
  folder = temporaryDirectory('minisign');
  writeFileSync(join(folder, 'm'), message);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const first = (text: string) => text.split('\n')[0];
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
const read = (name: string) => readFileSync(join(folder, name), 'utf8');

async function ran(line: string, input = '') {
  if ('missing' in minisign) throw new Error(minisign.missing);
  return minisign.run(folder, line.split(' '), input);
}

async function done(line: string, input = '') {
  const answer = await ran(line, input);
  expect(answer).toMatchObject({ status: 0 });
}

function valueOf<T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

async function opened(name: string): Promise<SecretKey> {
  const file = valueOf(parseSecretKey(read(name)));
  return file.kind === 'plain' ? file.key : valueOf(await file.unlock(password));
}

function verified(name: string, publicKey: string) {
  return verify(message, valueOf(parseSignature(read(name))), [valueOf(parsePublicKey(read(publicKey)))]);
}

// A reason in place of the tests, where this machine cannot have the program.
describe.skipIf(unavailable !== undefined)(`minisign${unavailable === undefined ? '' : ` (${unavailable})`}`, () => {
  it('verifies what we sign', async () => {
    const key = generateKey();
    write('k.pub', printPublicKey(key.publicKey));
    write('m.minisig', valueOf(sign(message, key, 'a comment: ünsigned? no')));
    await done('-V -H -m m -p k.pub');
    await done(`-V -m m -P ${key.publicKey.text}`);
    expect(await ran('-V -Q -m m -p k.pub')).toMatchObject({ stdout: 'a comment: ünsigned? no\n' });
    writeFileSync(join(folder, 'm'), 'another message');
    expect(await ran('-V -m m -p k.pub')).toMatchObject({ status: 1 });
  });

  it('signs what we verify, prehashed and legacy', async () => {
    await done('-G -W -p k.pub -s k.key');
    await done('-S -s k.key -m m -t said#along');
    await done('-S -l -s k.key -m m -x legacy');
    const { id } = valueOf(parsePublicKey(read('k.pub')));
    expect(verified('m.minisig', 'k.pub')).toMatchObject({ value: { trustedComment: 'said#along', key: { id } } });
    expect(valueOf(parseSignature(read('legacy')))).toMatchObject({ prehashed: false, keyId: id });
    expect(verified('legacy', 'k.pub')).toMatchObject({ ok: true });
  });

  it('reads our secret key without a password, and we read its', async () => {
    const ours = generateKey();
    write('ours.key', printSecretKey(ours));
    write('ours.pub', printPublicKey(ours.publicKey));
    await done('-S -s ours.key -m m');
    expect(verified('m.minisig', 'ours.pub')).toMatchObject({ ok: true });
    await done('-G -W -p its.pub -s its.key');
    const its = await opened('its.key');
    expect(printPublicKey(its.publicKey)).toBe(read('its.pub'));
    write('m.minisig', valueOf(sign(message, its, 'comment')));
    await done('-V -m m -p its.pub');
  });

  it(
    'reads our secret key with a password, and we read its',
    async () => {
      const ours = generateKey();
      write('ours.key', valueOf(await encryptSecretKey(ours, password, cheap)));
      write('ours.pub', printPublicKey(ours.publicKey));
      expect(await ran('-S -s ours.key -m m', 'wrong\n')).toMatchObject({
        status: 2,
        stderr: expect.stringContaining('Wrong password for that key'),
      });
      await done('-S -s ours.key -m m', `${password}\n`);
      expect(verified('m.minisig', 'ours.pub')).toMatchObject({ ok: true });
      await done('-G -p its.pub -s its.key', `${password}\n${password}\n`);
      const its = await opened('its.key');
      expect(printPublicKey(its.publicKey)).toBe(read('its.pub'));
    },
    patience,
  );

  it('takes the password from our key, and we read what comes of it', async () => {
    const ours = generateKey();
    write('k.key', valueOf(await encryptSecretKey(ours, password, cheap)));
    await done('-C -W -s k.key', `${password}\n`);
    expect(await opened('k.key')).toEqual(ours);
  });

  it.each([['0100000000000000'], ['ffffffffffffffff'], ['0123456789abcd0f'], ['0000000000000000']])(
    'prints the id of the number %s as we do',
    async (number) => {
      const ours = secretKeyOf(Buffer.from(number, 'hex'), randomBytes(32));
      write('k.key', printSecretKey(ours));
      await done('-R -s k.key -p k.pub');
      expect(read('k.pub')).toBe(printPublicKey(ours.publicKey));
    },
  );

  it('writes files of the same words as ours', async () => {
    await done('-G -W -p k.pub -s k.key');
    await done('-S -s k.key -m m');
    const key = await opened('k.key');
    expect(first(read('k.key'))).toBe(first(printSecretKey(key)));
    expect(first(read('m.minisig'))).toBe(first(valueOf(sign(message, key, ''))));
  });
});
