import { expect, it } from 'vitest';
import { imageIndex, registryImage } from './registry-image.js';
import { registryAccount, testRegistry } from './registry.js';

const headers = { accept: 'application/vnd.oci.image.index.v1+json' };

it('testRegistry serves the same images after kill and start', async () => {
  const registry = await testRegistry();
  const index = imageIndex([registryImage()]);
  expect(await registry.push('team/engine', '1.0', index)).toBe(`${registry.address}/team/engine:1.0`);
  const url = `http://${registry.address}/v2/team/engine/manifests/1.0`;
  await registry.kill();
  await expect(fetch(url)).rejects.toThrow('fetch failed');
  await registry.start();
  expect((await fetch(url, { headers })).headers.get('docker-content-digest')).toBe(index.manifest.digest);
  await registry.remove('team/engine', index.manifest.digest);
  expect((await fetch(url, { headers })).status).toBe(404);
  await registry.close();
});

it('testRegistry lets only its account in when it is locked', async () => {
  const registry = await testRegistry({ locked: true });
  const url = `http://${registry.address}/v2/`;
  const as = (password: string) =>
    fetch(url, { headers: { authorization: `Basic ${btoa(`${registryAccount.username}:${password}`)}` } });
  expect((await fetch(url)).status).toBe(401);
  expect((await as('wrong')).status).toBe(401);
  expect((await as(registryAccount.password)).status).toBe(200);
  await registry.close();
});
