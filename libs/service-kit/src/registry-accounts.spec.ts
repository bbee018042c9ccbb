import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountFor, parseRegistryAccounts, RegistryAccountFile } from './registry-accounts.js';

const auth = (username: string, password = 'secret') => ({
  auth: Buffer.from(`${username}:${password}`).toString('base64'),
});
const config = (auths: object, more: object = {}) => JSON.stringify({ auths, ...more });

function userFor(image: string, auths: object): string | undefined {
  const accounts = parseRegistryAccounts(config(auths));
  if (accounts === null) throw new Error('not read');
  return accountFor(accounts, image)?.username;
}

describe('the account for an image', () => {
  const auths = {
    'https://index.docker.io/v1/': auth('hub'),
    'ghcr.io': auth('github'),
    'https://registry.example:5000': auth('port'),
    'registry.example:5000/team': auth('team'),
    'https://plain.example/v2/': auth('plain'),
    'localhost:5000': auth('here'),
    '[::1]:5000': auth('six'),
  };

  it.each([
    ['nginx', 'hub'],
    ['nginx:1.27', 'hub'],
    ['vllm/vllm-openai:v1', 'hub'],
    ['docker.io/library/nginx', 'hub'],
    ['index.docker.io/a/b', 'hub'],
    [`nginx:1@sha256:${'a'.repeat(64)}`, 'hub'],
    ['ghcr.io/ggml-org/llama.cpp:server', 'github'],
    ['GHCR.io/x', 'github'],
    ['registry.example:5000/x:1', 'port'],
    ['registry.example:5000/teams/x:1', 'port'],
    ['registry.example:5000/team/x:1', 'team'],
    ['registry.example:5000/team/deep/x', 'team'],
    ['plain.example/x', 'plain'],
    ['localhost:5000/x', 'here'],
    ['[::1]:5000/x:2', 'six'],
    ['registry.example/x', undefined],
    ['quay.io/x/y', undefined],
    ['localhost/x', undefined],
  ])('%s is that of %s', (image, username) => {
    expect(userFor(image, auths)).toBe(username);
  });

  it('may be written in plain words', () => {
    expect(userFor('ghcr.io/x', { 'ghcr.io': { username: 'ada', password: 'p:w' } })).toBe('ada');
  });

  it('keeps colons of the password', () => {
    const accounts = parseRegistryAccounts(config({ 'ghcr.io': auth('ada', 'a:b:c') }));
    expect(accounts?.accounts.get('ghcr.io')).toEqual({ username: 'ada', password: 'a:b:c' });
  });
});

describe('a file of accounts', () => {
  it('says what in it is of no use, without the secrets', () => {
    const text = config(
      {
        'https://index.docker.io/v1/': {},
        'azure.example': { identitytoken: 'top-secret' },
        'bad.example': auth('', 'x'),
      },
      { credsStore: 'desktop', credHelpers: { 'gcr.io': 'gcloud' } },
    );
    const read = parseRegistryAccounts(text);
    expect(read?.accounts.size).toBe(0);
    expect(read?.unusable).toEqual([
      'docker.io has no user name and password',
      'azure.example has no user name and password',
      'bad.example has no user name and password',
      'credsStore names a credential helper, and none is run',
      'gcr.io names a credential helper, and none is run',
    ]);
  });

  it.each(['', 'x', '[]', '{"auths":[]}', '{"auths":{"a":"b"}}', 'null'])('is not %j', (text) => {
    expect(parseRegistryAccounts(text)).toBeNull();
  });

  it('may hold nothing', () => {
    expect(parseRegistryAccounts('{}')).toEqual({ accounts: new Map(), unusable: [] });
  });
});

describe('a file of accounts that changes', () => {
  let directory: string;
  let file: string;
  const problems: string[] = [];
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'enginehouse-accounts-'));
    file = join(directory, 'config.json');
    problems.length = 0;
  });
  afterEach(() => rmSync(directory, { recursive: true }));
  const open = () => new RegistryAccountFile(file, (text) => problems.push(text));

  it('counts as it is now', async () => {
    writeFileSync(file, config({ 'ghcr.io': auth('ada') }));
    const accounts = open();
    expect(await accounts.accountFor('ghcr.io/x')).toEqual({ username: 'ada', password: 'secret' });
    writeFileSync(file, config({ 'ghcr.io': auth('ada', 'renewed') }));
    expect(await accounts.accountFor('ghcr.io/x')).toEqual({ username: 'ada', password: 'renewed' });
    expect(problems).toEqual([]);
  });

  it('counts as it was while it cannot be read, and that is told once', async () => {
    writeFileSync(file, config({ 'ghcr.io': auth('ada') }));
    const accounts = open();
    await accounts.accountFor('ghcr.io/x');
    writeFileSync(file, '{"auths": {');
    expect((await accounts.accountFor('ghcr.io/x'))?.username).toBe('ada');
    rmSync(file);
    expect((await accounts.accountFor('ghcr.io/x'))?.username).toBe('ada');
    expect(problems).toEqual([`${file} cannot be read as a file that docker login writes`]);
  });

  it('that was never there gives no account', async () => {
    expect(await open().accountFor('ghcr.io/x')).toBeNull();
    expect(problems).toHaveLength(1);
  });
});
