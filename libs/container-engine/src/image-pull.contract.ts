import { expect, it } from 'vitest';
import type { ContainerEngine, PullProgress, RegistryAuth } from './container-engine.js';
import { failureOf, valueOf } from './test-support/engine-harness.js';

/** References of images in every state a registry can be in. */
export interface PullHarness {
  readonly engine: ContainerEngine;
  /** Not on the host yet, a new one each time. */
  newImage(): string;
  readonly missingTag: string;
  readonly private: { readonly reference: string; readonly auth: RegistryAuth };
  readonly unreachable: string;
  readonly limited: string;
  /** Takes for ever. */
  readonly slow: string;
}

/** How every container engine pulls; run it inside a `describe` with a harness made in `beforeAll`. */
export function imagePullContract(harness: () => PullHarness): void {
  it('pulls an image and tells how far it is', async () => {
    const { engine } = harness();
    const reference = harness().newImage();
    const seen: PullProgress[] = [];
    const pulled = valueOf(await engine.pull(reference, { onProgress: (progress) => seen.push(progress) }));
    expect(pulled.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(valueOf(await engine.imagePresent(reference))).toBe(true);
    const percents = seen.map(({ percent }) => percent);
    expect(percents).toEqual([...percents].sort((one, other) => one - other));
    expect(percents.length).toBeGreaterThan(2);
    expect(percents.at(-1)).toBe(100);
    const last = seen.at(-1);
    expect(last?.layers.done).toBe(last?.layers.total);
    expect(last?.downloadedBytes).toBe(last?.totalBytes);
  });

  it('pulls again what is there already', async () => {
    const reference = harness().newImage();
    const first = valueOf(await harness().engine.pull(reference));
    expect(valueOf(await harness().engine.pull(reference))).toEqual(first);
  });

  it('says that the registry has no such image', async () => {
    const failure = failureOf(await harness().engine.pull(harness().missingTag));
    expect(failure).toMatchObject({ code: 'image-not-found', retry: 'later' });
    expect(failure.detail).toContain(harness().missingTag);
  });

  it('needs the right account for a private image', async () => {
    const { engine, private: hidden } = harness();
    const wrong = { username: hidden.auth.username, password: 'wrong' };
    const without = failureOf(await engine.pull(hidden.reference));
    expect(without).toMatchObject({ code: 'registry-unauthorized', retry: 'later' });
    const refused = failureOf(await engine.pull(hidden.reference, { auth: wrong }));
    expect(refused.code).toBe('registry-unauthorized');
    expect((await engine.pull(hidden.reference, { auth: hidden.auth })).ok).toBe(true);
  });

  it('says that the registry does not answer', async () => {
    const failure = failureOf(await harness().engine.pull(harness().unreachable));
    expect(failure).toMatchObject({ code: 'registry-unreachable', retry: 'backoff' });
  });

  it('says that the registry wants to be left alone', async () => {
    const failure = failureOf(await harness().engine.pull(harness().limited));
    expect(failure).toMatchObject({ code: 'registry-limited', retry: 'later' });
  });

  it('gives up on request', async () => {
    const { engine, slow } = harness();
    const controller = new AbortController();
    const pulling = engine.pull(slow, { onProgress: () => controller.abort(), signal: controller.signal });
    expect(failureOf(await pulling)).toMatchObject({ code: 'cancelled', retry: 'never' });
    expect(failureOf(await engine.pull(slow, { signal: controller.signal })).code).toBe('cancelled');
    expect(valueOf(await engine.imagePresent(slow))).toBe(false);
  });

  it('refuses what is no image reference', async () => {
    expect(failureOf(await harness().engine.pull('UPPER//case')).code).toBe('invalid-image');
  });
}
