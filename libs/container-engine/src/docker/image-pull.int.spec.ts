import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort, testDocker } from '@enginehouse/testing';
import { imagePullContract, type PullHarness } from '../image-pull.contract.js';
import { valueOf } from '../test-support/engine-harness.js';
import { randomImage } from '../test-support/test-image.js';
import { testRegistry, type RegistryBehaviour, type TestRegistry } from '../test-support/test-registry.js';
import { connectDocker } from './docker-container-engine.js';
import { dockerClient } from './docker-host.js';

const account = { username: 'reader', password: 'secret' };
const registries: TestRegistry[] = [];
let harness: PullHarness & { readonly newImage: () => string };
let host: string;

async function registry(behaviour: RegistryBehaviour = {}): Promise<TestRegistry> {
  const made = await testRegistry(behaviour);
  registries.push(made);
  return made;
}

beforeAll(async () => {
  ({ host } = await testDocker());
  const [open, locked, limiting, slow] = await Promise.all([
    registry({ pauseMs: 2 }),
    registry({ account }),
    registry({ failsWith: 429 }),
    registry({ pauseMs: 500 }),
  ]);
  harness = {
    engine: connectDocker({ host }),
    newImage: () => open.add(`test/${randomUUID()}`, '1.0', randomImage([3_000_000, 1_500_000])),
    missingTag: `${open.address}/test/none:1.0`,
    private: { reference: locked.add('test/private', '1', randomImage([1000])), auth: account },
    unreachable: `127.0.0.1:${await freePort()}/test/x:1`,
    limited: `${limiting.address}/test/x:1`,
    slow: slow.add('test/slow', '1', randomImage([20_000_000])),
  };
});

afterAll(async () => {
  await removeImages();
  await Promise.all(registries.map((each) => each.close()));
});

const isOurs = (name: string) => registries.some(({ address }) => name.startsWith(`${address}/`));

async function removeImages(): Promise<void> {
  const docker = dockerClient(host, undefined);
  for (const { RepoTags, RepoDigests } of await docker.listImages()) {
    for (const name of [...(RepoTags ?? []), ...(RepoDigests ?? [])].filter(isOurs)) {
      await docker
        .getImage(name)
        .remove({ force: true })
        .catch(() => {});
    }
  }
}

describe('pulling with Docker', () => {
  imagePullContract(() => harness);

  it('pulls by digest', async () => {
    const reference = harness.newImage();
    const { digest } = valueOf(await harness.engine.pull(reference));
    const byDigest = `${reference.slice(0, reference.lastIndexOf(':'))}@${digest}`;
    expect(valueOf(await harness.engine.pull(byDigest))).toEqual({ digest });
    expect(valueOf(await harness.engine.imageConfig(reference)).digests).toEqual([digest]);
  });
});
