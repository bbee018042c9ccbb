import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  freePort,
  imageIndex,
  registryAccount,
  registryImage,
  testDocker,
  testRegistry as realRegistry,
  type TestRegistry as RealRegistry,
} from '@enginehouse/testing';
import { imagePullContract, type PullHarness } from '../image-pull.contract.js';
import { failureOf, valueOf } from '../test-support/engine-harness.js';
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

describe('pulling from a real registry that lets nobody in', () => {
  let real: RealRegistry;
  const asked: string[] = [];
  const engineAs = (account: { username: string; password: string } | null) =>
    connectDocker({
      host,
      accountFor: (image) => {
        asked.push(image);
        return Promise.resolve(account);
      },
    });

  beforeAll(async () => {
    real = await realRegistry({ locked: true });
  });
  afterAll(async () => {
    const docker = dockerClient(host, undefined);
    for (const { Id, RepoDigests } of await docker.listImages()) {
      const isOurs = RepoDigests?.some((name) => name.startsWith(`${real.address}/`));
      if (isOurs) await docker.getImage(Id).remove({ force: true });
    }
    await real.close();
  });

  it('asks for the account of the image', async () => {
    const reference = await real.push('team/engine', '1.0', registryImage({ layerSizes: [2000] }));
    expect(failureOf(await engineAs(null).pull(reference)).code).toBe('registry-unauthorized');
    const wrong = failureOf(await engineAs({ username: 'reader', password: 'hunter2' }).pull(reference));
    expect(wrong.code).toBe('registry-unauthorized');
    expect(JSON.stringify(wrong)).not.toContain('hunter2');
    expect((await engineAs(registryAccount).pull(reference)).ok).toBe(true);
    expect(asked).toEqual([reference, reference, reference]);
  });

  it('gets what the digest says, wherever the tag points by now', async () => {
    const locked = imageIndex([registryImage(), registryImage({ platform: { os: 'linux', architecture: 'arm64' } })]);
    const tag = await real.push('team/engine', 'moving', locked);
    await real.push('team/engine', 'moving', registryImage());
    const reference = `${tag}@${locked.manifest.digest}`;
    const engine = engineAs(registryAccount);
    expect(valueOf(await engine.imagePresent(reference))).toBe(false);
    expect(valueOf(await engine.pull(reference))).toEqual({ digest: locked.manifest.digest });
    expect(valueOf(await engine.imagePresent(reference))).toBe(true);
    expect(valueOf(await engine.imageConfig(reference)).digests).toEqual([locked.manifest.digest]);
    expect(valueOf(await engine.imagePresent(tag))).toBe(false);
  });

  it('says that a digest is not there', async () => {
    const tag = await real.push('team/engine', 'there', registryImage());
    const failure = failureOf(await engineAs(registryAccount).pull(`${tag}@sha256:${'0'.repeat(64)}`));
    expect(failure.code).toBe('image-not-found');
  });
});
