import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { privateCa, temporaryDirectory } from '@enginehouse/testing';
import { noGitReason } from './testing/repositories.js';

const root = fileURLToPath(new URL('../../../../../', import.meta.url));
const program = fileURLToPath(new URL('../../../dist/adapters/fetch/testing/public-world.js', import.meta.url));
const publicAddress = '9.9.9.9';
const setUp = `ip link set lo up && ip addr add ${publicAddress}/32 dev lo`;

interface Told {
  readonly what: string;
  readonly files: unknown;
  readonly code: string;
  readonly detail: string;
  readonly connections: number;
}

const told = new Map<string, Told>();

function missing(): string | null {
  const tried = spawnSync('unshare', ['-rn', 'sh', '-c', setUp]);
  return tried.status === 0 ? noGitReason() : 'network namespaces cannot be made here';
}

const reason = missing();
beforeEach(({ skip }) => skip(reason !== null, String(reason)));
beforeAll(() => {
  if (reason !== null) return;
  execFileSync(`${root}node_modules/.bin/tsc`, ['-b', `${root}apps/marketplace`], { stdio: 'inherit' });
  const folder = temporaryDirectory('public-world');
  const caFile = path.join(folder, 'ca.pem');
  fs.writeFileSync(caFile, privateCa.cert);
  const env = { PATH: process.env['PATH'], NODE_EXTRA_CA_CERTS: caFile };
  const run = `${setUp} && exec "$0" "$@"`;
  const output = execFileSync('unshare', ['-rn', 'sh', '-c', run, process.execPath, program, publicAddress], { env });
  for (const line of output.toString().trim().split('\n')) {
    const each = JSON.parse(line) as Told;
    told.set(each.what, each);
  }
  fs.rmSync(folder, { recursive: true });
}, 120_000);

describe('a public source', () => {
  it.each([
    ['http', { 'x.yaml': 'name: http\n' }],
    ['git', { 'a.yaml': 'name: git\n' }],
    ['oci', { 'a.yaml': 'name: oci\n' }],
  ])('of kind %s is read at a public address', (what, files) => {
    expect(Object.values(told.get(what)?.files ?? {})).toEqual(Object.values(files));
  });

  it.each([
    'http, redirected inside',
    'http, another address the second time',
    'git, redirected inside',
    'git, another address the second time',
    'oci, a file inside',
    'oci, a token service inside',
    'oci, another address the second time',
  ])('does not lead inside: %s', (what) => {
    expect(told.get(what)).toMatchObject({
      code: 'address-not-allowed',
      detail: expect.stringContaining('127.0.0.1 is an address of this host') as string,
      connections: 0,
    });
  });

  it('may be the built-in one, found from what was built', () => {
    expect(told.get('builtin')?.files).toHaveProperty(['index.yaml']);
  });

  it('is not redirected from https to http', () => {
    for (const what of ['http, redirected to http', 'git, redirected to http'])
      expect(told.get(what)).toMatchObject({ code: 'address-not-allowed', connections: 0 });
  });
});
