import { problemOf, type ImageFacts, type ImageUpdate } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { useFakeApi } from '../../testing/use-fake-api.js';

const api = useFakeApi();
const digest = `sha256:${'a'.repeat(64)}`;

const facts: ImageFacts = {
  image: 'ghcr.io/org/engine:1',
  digest,
  platforms: ['linux/amd64', 'linux/arm64'],
  entrypoint: ['/engine', 'with blank'],
  command: null,
  workingDirectory: '/work',
  user: null,
  env: { PATH: '/bin', LANG: 'C' },
  exposedPorts: ['8000/tcp'],
  labels: {},
  sizeBytes: 12_345_678,
  createdAt: '2026-11-02T03:04:05Z',
};

const item = (status: ImageUpdate['status'], more: Partial<ImageUpdate> = {}): ImageUpdate => ({
  version: '1.0',
  framework: 'cpu',
  image: `engine:1@${digest}`,
  tag: 'engine:1',
  locked: digest,
  current: digest,
  status,
  detail: `engine:1 is ${status}`,
  ...more,
});
const answers = (name: string, ...items: readonly ImageUpdate[]) =>
  api.on(`GET /v1/backends/${name}/image-updates`, { json: { name, revision: 7, items } });

describe('image inspect', () => {
  it('shows what the registry says', async () => {
    api.on('GET /v1/images', { json: facts });
    const { status, stdout } = await api.run('image inspect ghcr.io/org/engine:1');
    expect(status).toBe(0);
    expect(api.last().query).toEqual({ image: 'ghcr.io/org/engine:1' });
    expect(stdout).toBe(`Image:        ghcr.io/org/engine:1
Digest:       ${digest}
Platforms:    linux/amd64, linux/arm64
Entrypoint:   /engine 'with blank'
Command:      none
Directory:    /work
User:         root
Ports:        8000/tcp
Size:         12.3 MB compressed
Created:      2026-11-02T03:04:05Z
Environment:  PATH=/bin
              LANG=C
`);
  });

  it('prints the answer as it is, and the problem where there is none', async () => {
    api.on('GET /v1/images', { json: facts });
    expect(JSON.parse((await api.run('image inspect x --json')).stdout)).toEqual(facts);
    api.on('GET /v1/images', { status: 422, json: problemOf('image-not-found', 'no x') });
    expect(await api.run('image inspect x')).toMatchObject({ status: 1, stderr: expect.stringContaining('no x') });
  });
});

describe('backend check-updates', () => {
  it('shows every image of a backend, and exits with 0 where no tag moved', async () => {
    answers('mine-custom', item('unchanged'), item('unlocked', { version: '2.0', locked: null }));
    const { status, stdout } = await api.run('backend check-updates mine-custom');
    expect(status).toBe(0);
    expect(stdout).toBe(`BACKEND      VERSION  FRAMEWORK  STATUS     IMAGE     DETAIL
mine-custom  1.0      cpu        unchanged  engine:1  engine:1 is unchanged
mine-custom  2.0      cpu        unlocked   engine:1  engine:1 is unlocked
`);
  });

  it.each([
    ['moved', 1],
    ['gone', 1],
    ['unknown', 6],
  ] as const)('exits for a tag that is %s with %i', async (status, exit) => {
    answers('mine-custom', item('unchanged'), item(status));
    const ran = await api.run('backend check-updates mine-custom --json');
    expect([ran.status, ran.stderr]).toEqual([exit, '']);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      items: [{ backend: 'mine-custom', revision: 7 }, { status }],
    });
  });

  it('tells that something moved, though a registry does not answer', async () => {
    answers('mine-custom', item('unknown'), item('moved'));
    expect((await api.run('backend check-updates mine-custom')).status).toBe(1);
  });

  it('without a name looks at every backend that does not come with Enginehouse', async () => {
    const card = {
      revision: 1,
      createdAt: '2026-01-01T00:00:00Z',
      updatedAt: '2026-01-01T00:00:00Z',
      updatedBy: 'x',
      frameworks: [],
      versions: [],
      hasIcon: false,
    };
    const items = [
      { ...card, name: 'vLLM', source: 'built_in' },
      { ...card, name: 'mine-custom', source: 'custom' },
      { ...card, name: 'MinerU', source: 'community' },
    ];
    api.on('GET /v1/backends', { json: { items } });
    answers('mine-custom', item('unchanged'));
    answers('MinerU', item('moved'));
    const { status, stdout, stderr } = await api.run('backend check-updates');
    expect([status, stderr]).toEqual([1, '']);
    expect(stdout.split('\n').map((line) => line.split(' ')[0])).toEqual(['BACKEND', 'mine-custom', 'MinerU', '']);
  });

  it('says that there is no such backend', async () => {
    api.on('GET /v1/backends/none/image-updates', { status: 404, json: problemOf('backend-not-found', 'no none') });
    expect((await api.run('backend check-updates none')).status).toBe(3);
  });
});
