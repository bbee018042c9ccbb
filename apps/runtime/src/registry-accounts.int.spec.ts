import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  registryAccount,
  registryImage,
  temporaryDirectory,
  testDocker,
  testNats,
  testRegistry,
  waitUntil,
  type TestNats,
  type TestRegistry,
} from '@enginehouse/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TestWorker } from './testing/test-worker.js';

let nats: TestNats;
let registry: TestRegistry;
let worker: TestWorker;
let file: string;

beforeAll(async () => {
  [nats, registry] = await Promise.all([testNats(), testRegistry({ locked: true })]);
});
afterAll(() => Promise.all([nats.close(), registry.close()]));
beforeEach(async () => {
  const { host } = await testDocker();
  const directory = temporaryDirectory('runtime');
  file = join(directory, 'config.json');
  worker = await TestWorker.open({ natsUrl: nats.url, dockerHost: host, image: '', directory });
});
afterEach(() => worker.close());

const writeAccount = ({ username, password }: { username: string; password: string }) => {
  const auth = Buffer.from(`${username}:${password}`).toString('base64');
  writeFileSync(file, JSON.stringify({ auths: { [registry.address]: { auth } } }));
};
const told = (type: Parameters<typeof worker.scheduler.last>[1]) =>
  waitUntil(() => worker.scheduler.last('chat-1', type), { timeout: 20_000, what: `${type} of chat-1` });

describe('a worker with accounts of registries', () => {
  it('pulls what a version is locked to, though its tag moved', async () => {
    const locked = registryImage();
    const tag = await registry.push('team/engine', '1.0', locked);
    await registry.push('team/engine', '1.0', registryImage());
    const image = `${tag}@${locked.manifest.digest}`;
    writeAccount(registryAccount);
    await worker.start({ REGISTRY_AUTH_FILE: file });
    worker.scheduler.assign(worker.serving({ image, restart: { maxRestarts: 0 } }));
    const pulled = await told('ImagePulled');
    expect(pulled?.data).toMatchObject({ image, digest: locked.manifest.digest });
    // The image holds no program; that it is missing is found out after the container was made of it.
    await told('StartFailed');
    expect(worker.scheduler.last('chat-1', 'StartFailed')?.data).toMatchObject({ code: 'program-not-found' });
  });

  it('tries again with a renewed password, and tells nobody of either', async () => {
    const image = await registry.push('team/engine', '2.0', registryImage());
    writeAccount({ ...registryAccount, password: 'outdated-4711' });
    await worker.start({ REGISTRY_AUTH_FILE: file });
    worker.scheduler.assign(worker.serving({ image }));
    await told('StartFailed');
    expect(worker.scheduler.last('chat-1', 'StartFailed')?.data).toMatchObject({ code: 'registry-unauthorized' });
    writeAccount(registryAccount);
    await told('ImagePulled');
    expect(JSON.stringify([worker.scheduler.facts, worker.scheduler.progress])).not.toMatch(/4711|"secret"/);
  });
});
