import { randomUUID } from 'node:crypto';
import { catalog, err, ok, problemOf, type ImageFacts } from '@enginehouse/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, surroundings, type RunningApi, type Surroundings } from '../testing/running-api.js';

let around: Surroundings;
let api: RunningApi;

beforeAll(async () => {
  around = await surroundings();
  api = await startApi(around);
});
afterAll(async () => {
  await api.stop();
  await around.close();
});

const digest = `sha256:${'a'.repeat(64)}`;
const facts: ImageFacts = {
  image: 'ghcr.io/org/engine:1',
  digest,
  platforms: ['linux/amd64'],
  entrypoint: ['/engine'],
  command: null,
  workingDirectory: null,
  user: null,
  env: {},
  exposedPorts: [],
  labels: {},
  sizeBytes: 3,
  createdAt: null,
};

async function tokenOf(role: string): Promise<string> {
  const made = await api.fetch('POST', '/v1/tokens', { json: { name: `${role}-${randomUUID()}`, role } });
  return ((await made.json()) as { token: string }).token;
}

describe('an image', () => {
  it('is inspected by operators, for it makes the control plane call a host', async () => {
    const asked: unknown[] = [];
    api.services.serve(catalog.inspectImage, (input) => {
      asked.push(input);
      return Promise.resolve(ok(facts));
    });
    const path = `/v1/images?image=${encodeURIComponent(facts.image)}`;
    const [operator, viewer] = await Promise.all([tokenOf('operator'), tokenOf('viewer')]);
    expect(await (await api.fetch('GET', path, { token: operator })).json()).toEqual(facts);
    expect((await api.fetch('GET', path, { token: viewer })).status).toBe(403);
    expect((await api.fetch('GET', '/v1/images')).status).toBe(422);
    expect(asked).toEqual([{ image: facts.image }]);
  });

  it('has updates that every viewer may see', async () => {
    const item = {
      version: '1',
      framework: 'cpu',
      image: `engine:1@${digest}`,
      tag: 'engine:1',
      locked: digest,
      current: null,
      status: 'gone' as const,
      detail: 'x',
    };
    const answer = { name: 'engine-custom', revision: 4, items: [item] };
    api.services.serve(catalog.imageUpdates, () => Promise.resolve(ok(answer)));
    const token = await tokenOf('viewer');
    const response = await api.fetch('GET', '/v1/backends/engine-custom/image-updates', { token });
    expect([response.status, await response.json()]).toEqual([200, answer]);
  });
});

describe('a write with ?lock', () => {
  const version = { name: 'v1-custom', images: [{ framework: 'cpu', image_name: 'engine:1' }] };
  const definition = { backend_name: 'engine-custom', versions: [version] };

  it.each([
    ['POST', '/v1/backends', definition, 'registerBackend'],
    ['PUT', '/v1/backends/engine-custom', definition, 'applyBackend'],
    ['POST', '/v1/backends/engine-custom/versions', version, 'addVersion'],
    ['PUT', '/v1/backends/engine-custom/versions/v1-custom', version, 'changeVersion'],
    ['PATCH', '/v1/backends/engine-custom/versions/v1-custom', { images: version.images }, 'editVersion'],
  ] as const)(
    '%s %s asks for its images to be locked, and shows why one cannot be',
    async (method, path, json, command) => {
      const asked: boolean[] = [];
      const errors = [
        { code: 'registry-denied', path: ['versions', 0, 'images', 0, 'image_name'], detail: 'no account' },
      ];
      const served = api.services.serve(catalog[command], (input) => {
        asked.push(input.lock === true);
        return Promise.resolve(err(problemOf('registry-denied', 'no account', { errors })));
      });
      const refused = await api.fetch(method, `${path}?lock=true`, { json });
      expect(refused.status).toBe(422);
      expect(await refused.json()).toMatchObject({ code: 'registry-denied', errors });
      await api.fetch(method, path, { json });
      expect(asked).toEqual([true, false]);
      expect((await api.fetch(method, `${path}?lock=maybe`, { json })).status).toBe(422);
      served.stop();
    },
  );
});
