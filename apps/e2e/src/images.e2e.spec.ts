import type { BackendView, EntryView, ImageFacts } from '@enginehouse/contracts';
import { registryImage, testRegistry, type TestRegistry } from '@enginehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { api, refused } from './support/api.js';
import { testCommand, unique } from './support/backends.js';
import { cli } from './support/cli.js';
import { deploy, instanceIn, remove } from './support/deployments.js';
import { forgetImage, pushImage } from './support/docker.js';
import { IndexServer } from './support/index-server.js';
import { forget, indexOf, market } from './support/market.js';
import { stack } from './support/stack.js';

let registry: TestRegistry;
let repository: string;
/** The digest of the test engine. */
let engine: string;
/** The digest of what the tag means since then. */
let later: string;

beforeAll(async () => {
  registry = await testRegistry();
  repository = `${registry.address}/team/engine`;
  await pushImage(stack().testImage, repository, '1.0');
  engine = await digestOf('1.0');
  // Else the worker would find it here already.
  for (const name of [`${repository}:1.0`, `${repository}@${engine}`]) await forgetImage(name);
  const moved = registryImage({ config: { Entrypoint: ['/later'] } });
  await registry.push('team/engine', '1.0', moved);
  later = moved.manifest.digest;
});
afterAll(async () => {
  await forgetImage(`${repository}@${engine}`);
  await registry.close();
});

async function digestOf(tag: string): Promise<string> {
  const accept = 'application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json';
  const url = `http://${registry.address}/v2/team/engine/manifests/${tag}`;
  const answer = await fetch(url, { method: 'HEAD', headers: { accept } });
  return answer.headers.get('docker-content-digest') ?? '';
}

const yaml = (name: string, image: string) => `backend_name: ${name}
version_configs:
  v1-custom:
    image_name: ${image}
    custom_framework: cpu
    run_command: ${JSON.stringify(testCommand('--model {{model_name}}'))}
`;
const imageOf = async (name: string) =>
  (await api<BackendView>('GET', `/v1/backends/${name}`)).body.definition.versions[0]?.images[0]?.image_name;

describe('a version that is locked to a digest', () => {
  it('runs what it was locked to after its tag moved, and says that the tag moved', async () => {
    const name = `${unique('locked')}-custom`;
    const locked = `${repository}:1.0@${engine}`;
    expect((await api('PUT', `/v1/backends/${name}`, { yaml: yaml(name, locked) })).status).toBe(201);
    const exported = await cli(['backend', 'get', name, '-o', 'yaml']);
    expect(exported.out).toContain(`image_name: ${locked}\n`);

    const updates = await cli(['backend', 'check-updates', name]);
    expect([updates.code, updates.err]).toEqual([1, '']);
    expect(updates.out).toMatch(/ moved +127/);
    expect(updates.out).toContain(`means ${later} now, no longer ${engine}`);

    const deployment = await deploy({ backend: name });
    expect(await instanceIn(deployment, 'ready')).toMatchObject({ image: locked });
    await remove(deployment);
  });

  it('follows the tag where it is locked again', async () => {
    const name = `${unique('relocked')}-custom`;
    await api('PUT', `/v1/backends/${name}`, { yaml: yaml(name, `${repository}:1.0@${engine}`) });
    const again = () => api('PUT', `/v1/backends/${name}?lock=true`, { yaml: yaml(name, `${repository}:1.0`) });
    expect((await again()).body).toMatchObject({ changed: true });
    expect(await imageOf(name)).toBe(`${repository}:1.0@${later}`);
    expect((await again()).body).toMatchObject({ changed: false });
    expect((await cli(['backend', 'check-updates', name])).code).toBe(0);
  });

  it('is not saved where its registry has no such tag', async () => {
    const name = `${unique('unknown')}-custom`;
    const answer = await refused('PUT', `/v1/backends/${name}?lock=true`, { yaml: yaml(name, `${repository}:none`) });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({
      code: 'image-not-found',
      errors: [{ path: ['version_configs', 'v1-custom', 'image_name'] }],
    });
    expect((await api('GET', `/v1/backends/${name}`)).status).toBe(404);
  });
});

describe('an entry of the marketplace', () => {
  it('says which tag means another image than when it was enabled, to programs and at the command line', async () => {
    const [source, name] = [unique('tags'), unique('Tagged')];
    const then = registryImage();
    const image = await registry.push('team/tagged', '1.0', then);
    const server = await IndexServer.start();
    const url = server.put('/x.yaml', indexOf([{ name, image }]));
    await market('source', 'add', source, '--http', url, '--internal', '--every', 'never', '--wait');
    await market('enable', name);
    const images = async () => {
      const address = `/v1/marketplace/entries/${source}/${name}?checkImages=true`;
      return (await api<EntryView>('GET', address)).body.images;
    };
    const recorded = then.manifest.digest;
    expect(await images()).toMatchObject([{ image, recorded, current: recorded, status: 'unchanged' }]);

    const now = registryImage();
    await registry.push('team/tagged', '1.0', now);
    const current = now.manifest.digest;
    expect(await images()).toMatchObject([{ image, recorded, current, status: 'moved' }]);
    const shown = await market('show', name, '--check-images');
    expect(shown).toMatch(new RegExp(`1.0 +cpu +moved +${recorded.slice(0, 19)} +${current.slice(0, 19)} `));
    expect(await market('show', name)).toContain(`enginehouse market show ${source}/${name} --check-images`);
    await forget(source);
    await server.stop();
  });
});

describe('an image', () => {
  it('is inspected without being pulled', async () => {
    const ran = await cli(['image', 'inspect', `${repository}:1.0`, '--json']);
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.out) as ImageFacts).toMatchObject({ digest: later, entrypoint: ['/later'] });
  });

  it('is not looked for at addresses of clouds’ metadata', async () => {
    const answer = await refused('GET', '/v1/images?image=169.254.169.254/latest:1');
    expect([answer.status, answer.body.code]).toEqual([422, 'address-not-allowed']);
  });
});
