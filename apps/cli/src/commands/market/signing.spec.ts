import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encryptSecretKey, generateKey, parseSecretKey, printPublicKey, printSecretKey } from '@enginehouse/signatures';
import { runHere, type Ran } from '../../testing/run-here.js';

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'enginehouse-market-'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

type Surroundings = Parameters<typeof runHere>[1];
const run = (line: string, more: Surroundings = {}): Promise<Ran> =>
  runHere(line.split(' '), { cwd, home: join(cwd, 'home'), ...more });

const write = (path: string, content: string) => writeFileSync(join(cwd, path), content);
const read = (path: string) => readFileSync(join(cwd, path), 'utf8');
const mode = (path: string) => statSync(join(cwd, path)).mode & 0o777;

/** A key pair of this folder, without a password. */
function keyPair() {
  const key = generateKey();
  write('minisign.key', printSecretKey(key));
  write('minisign.pub', printPublicKey(key.publicKey));
  return key.publicKey;
}

/** Somebody at a terminal who gives these answers. */
function typing(...answers: readonly string[]) {
  const asked: string[] = [];
  const askSecret = (question: string) => {
    asked.push(question);
    return Promise.resolve(answers[asked.length - 1] ?? '');
  };
  return { asked, surroundings: { askSecret, isTty: true } };
}

describe('market keygen', () => {
  it('makes a key pair that only its owner can read, and says how it is trusted', async () => {
    const { status, stdout } = await run('market keygen --no-password --out keys');
    expect(status).toBe(0);
    expect([mode('keys/minisign.key'), mode('keys/minisign.pub')]).toEqual([0o600, 0o644]);
    const file = parseSecretKey(read('keys/minisign.key'));
    const key = file.ok && file.value.kind === 'plain' ? file.value.key.publicKey : undefined;
    expect(read('keys/minisign.pub')).toContain(key?.text);
    expect(stdout).toContain(`enginehouse market source trust NAME --key ${key?.text}`);
    expect(stdout).not.toContain(read('keys/minisign.key').split('\n')[1]);
  });

  it('answers in JSON without the secret', async () => {
    const { status, stdout } = await run('market keygen --no-password --json');
    expect([status, JSON.parse(stdout)]).toEqual([
      0,
      {
        keyId: expect.stringMatching(/^[0-9A-F]{1,16}$/),
        publicKey: expect.stringMatching(/^RW/),
        encrypted: false,
        secretKeyFile: join(cwd, 'minisign.key'),
        publicKeyFile: join(cwd, 'minisign.pub'),
      },
    ]);
  });

  it.each(['minisign.key', 'minisign.pub'])('leaves a %s that is there alone', async (name) => {
    write(name, 'old');
    const { status, stderr } = await run('market keygen --no-password');
    expect([status, read(name)]).toEqual([4, 'old']);
    expect(stderr).toContain(`${join(cwd, name)} exists. Nothing was written.`);
    expect(stderr).toContain('--force');
  });

  it('replaces it with --force, and others still cannot read it', async () => {
    write('minisign.key', 'old');
    chmodSync(join(cwd, 'minisign.key'), 0o644);
    expect(await run('market keygen --no-password --force')).toMatchObject({ status: 0 });
    expect([mode('minisign.key'), parseSecretKey(read('minisign.key')).ok]).toEqual([0o600, true]);
  });

  it('needs a password that is typed twice alike, and writes nothing otherwise', async () => {
    const { asked, surroundings } = typing('one', 'two');
    const { status, stderr } = await run('market keygen', surroundings);
    expect([status, asked]).toEqual([2, ['Password for the secret key: ', 'The same again: ']]);
    expect(stderr).toContain('These are two different passwords. Nothing was written.');
    expect(await run('market keygen', typing('').surroundings)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('Say --no-password for a key without one.'),
    });
    expect(await run('market keygen --password-stdin', { stdin: '\n' })).toMatchObject({ status: 2 });
    expect(() => read('minisign.key')).toThrow('ENOENT');
  });

  it('does not wait for somebody who is not there', async () => {
    const { status, stderr } = await run('market keygen');
    expect(status).toBe(2);
    expect(stderr).toContain('A password is needed. Nobody can be asked here.');
    expect(stderr).toContain('Give it with --password-stdin, or say --no-password.');
  });
});

describe('market sign and verify', () => {
  it('of a file', async () => {
    const { id } = keyPair();
    write('index.yaml', '- backend_name: a\n');
    const signed = await run('market sign index.yaml');
    expect(signed).toMatchObject({
      status: 0,
      stdout: `signed index.yaml with key ${id}: ${join(cwd, 'index.yaml.minisig')}\n`,
    });
    expect(read('index.yaml.minisig')).toContain('trusted comment: timestamp:1767355200\tfile:index.yaml\thashed\n');
    expect(await run('market verify index.yaml --key minisign.pub')).toMatchObject({
      status: 0,
      stdout: `index.yaml is signed with key ${id}: timestamp:1767355200 file:index.yaml hashed\n`,
    });
  });

  it('of a folder, by the list of its files', async () => {
    const { id, text } = keyPair();
    mkdirSync(join(cwd, 'index/icons'), { recursive: true });
    mkdirSync(join(cwd, 'index/.git'));
    for (const path of ['b.yaml', 'a.yaml', 'icons/a.svg', '.git/config']) write(`index/${path}`, path);
    const signed = await run('market sign index --comment release#12 --json');
    expect(JSON.parse(signed.stdout)).toEqual({
      keyId: id,
      publicKey: text,
      comment: 'release#12',
      signatureFile: join(cwd, 'index/SHA256SUMS.minisig'),
      files: ['a.yaml', 'b.yaml', 'icons/a.svg'],
    });
    expect(
      read('index/SHA256SUMS')
        .split('\n')
        .map((line) => line.slice(66)),
    ).toEqual(['a.yaml', 'b.yaml', 'icons/a.svg', '']);
    const verified = await run(`market verify index --key ${text} --json`);
    expect([verified.status, JSON.parse(verified.stdout)]).toEqual([
      0,
      { keyId: id, signedFile: 'SHA256SUMS', trustedComment: 'release#12' },
    ]);
    write('index/c.yaml', 'added');
    const refused = await run('market verify index --key minisign.pub');
    expect([refused.status, refused.stderr]).toEqual([
      1,
      'error: signature-invalid: index: The files are not those of SHA256SUMS: c.yaml is not in the list.\n',
    ]);
    await run('market sign index');
    expect(await run('market verify index --key minisign.pub')).toMatchObject({ status: 0 });
  });

  it('tell what is not signed, not signed with that key, or not what was signed', async () => {
    const { id, text } = keyPair();
    const other = generateKey().publicKey;
    write('index.yaml', 'one');
    const unsigned = await run('market verify index.yaml --key minisign.pub');
    expect([unsigned.status, unsigned.stderr]).toEqual([
      1,
      expect.stringMatching(/^error: signature-missing: index\.yaml is not signed\.\nhint: Sign it with/),
    ]);
    await run('market sign index.yaml');
    const strange = await run(`market verify index.yaml --key ${other.text} --json`);
    expect([strange.status, JSON.parse(strange.stderr)]).toMatchObject([
      1,
      {
        code: 'key-not-trusted',
        detail: `index.yaml is signed with key ${id}, which is none of those given.`,
        extra: { keyId: id },
      },
    ]);
    expect(await run(`market verify index.yaml --key ${other.text} --key ${text}`)).toMatchObject({ status: 0 });
    write('index.yaml', 'two');
    expect(await run(`market verify index.yaml --key ${text}`)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(`The signature of the key ${id} does not match what is signed.`),
    });
  });

  it('ask for the password of the key, or read it', async () => {
    const key = generateKey();
    const cheap = { opslimit: 32_768n, memlimit: 1_048_576n };
    const file = await encryptSecretKey(key, 'correct horse', cheap);
    write('ci.key', file.ok ? file.value : '');
    write('index.yaml', 'one');
    const line = 'market sign index.yaml --secret-key ci.key';
    const { asked, surroundings } = typing('correct horse');
    expect(await run(line, surroundings)).toMatchObject({ status: 0 });
    expect(asked).toEqual(['Password of the secret key: ']);
    expect(await run(`${line} --password-stdin`, { stdin: 'correct horse\r\n' })).toMatchObject({ status: 0 });
    const wrong = await run(`${line} --password-stdin`, { stdin: 'battery staple' });
    expect([wrong.status, wrong.stderr]).toEqual([
      1,
      expect.stringContaining('ci.key: The password does not open the secret key.'),
    ]);
    expect(wrong.stderr).not.toContain('battery');
    expect(await run(line)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('Give it with --password-stdin.'),
    });
  });

  it('find the key where minisign keeps it', async () => {
    write('index.yaml', 'one');
    const nowhere = await run('market sign index.yaml');
    expect([nowhere.status, nowhere.stderr]).toEqual([2, expect.stringContaining('`enginehouse market keygen`')]);
    mkdirSync(join(cwd, 'home/.minisign'), { recursive: true });
    write('home/.minisign/minisign.key', printSecretKey(generateKey()));
    expect(await run('market sign index.yaml')).toMatchObject({ status: 0 });
  });

  it('do not publish a secret key, follow no link, and sign no empty folder', async () => {
    keyPair();
    mkdirSync(join(cwd, 'index'));
    expect(await run('market sign index')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('holds no files'),
    });
    write('index/my.key', read('minisign.key'));
    expect(await run('market sign index')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('my.key is a secret key, and would be published with the folder.'),
    });
    rmSync(join(cwd, 'index/my.key'));
    symlinkSync('/etc/passwd', join(cwd, 'index/a.yaml'));
    expect(await run('market sign index')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('a.yaml is no plain file.'),
    });
  });

  it.each([
    ['market verify index.yaml', 'required option'],
    ['market verify index.yaml --key nonsense', 'nonsense is neither a public key nor a file.'],
    ['market verify index.yaml --key index.yaml', 'index.yaml: It is no minisign public key'],
    ['market verify nothing --key minisign.pub', 'nothing cannot be read: there is no such file.'],
    ['market sign nothing', 'nothing cannot be read: there is no such file.'],
    ['market sign index.yaml --secret-key minisign.pub', 'It is no minisign secret key'],
    ['market sign index.yaml --secret-key nowhere.key', 'nowhere.key cannot be read: ENOENT.'],
  ])('refuse the line `%s`', async (line, text) => {
    keyPair();
    write('index.yaml', 'one');
    expect(await run(line)).toMatchObject({ status: 2, stderr: expect.stringContaining(text) });
  });
});
