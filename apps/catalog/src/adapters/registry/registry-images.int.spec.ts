import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLogger } from '@enginehouse/service-kit';
import {
  freePort,
  registryAccount,
  registryImage,
  temporaryDirectory,
  testRegistry,
  type TestRegistry,
} from '@enginehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { imageRegistryContract, type RegistryHarness } from '../../testing/image-registry.contract.js';
import { registryImages } from './registry-images.js';

const directory = temporaryDirectory('accounts');
const logger = createLogger({ service: 'catalog', level: 'silent' });
let registry: TestRegistry;
let harness: RegistryHarness;

beforeAll(async () => {
  registry = await testRegistry({ locked: true });
  const auth = Buffer.from(`${registryAccount.username}:${registryAccount.password}`).toString('base64');
  const file = join(directory, 'config.json');
  writeFileSync(file, JSON.stringify({ auths: { [registry.address]: { auth } } }));
  harness = {
    registry: registryImages(file, logger),
    push: async (tag, user) => {
      const image = registryImage({ config: { User: user } });
      return { image: await registry.push('team/engine', tag, image), digest: image.manifest.digest };
    },
    missing: `${registry.address}/team/engine:none`,
    unreachable: `127.0.0.1:${await freePort()}/team/engine:1`,
  };
});
afterAll(async () => {
  rmSync(directory, { recursive: true });
  await registry.close();
});

describe('registries over HTTP', () => {
  imageRegistryContract(() => harness);

  it('refuse whoever has no account', async () => {
    const { image } = await harness.push('private', 'u');
    const stranger = registryImages(undefined, logger);
    expect(await stranger.imageFacts(image)).toMatchObject({ ok: false, error: { code: 'registry-denied' } });
  });
});
