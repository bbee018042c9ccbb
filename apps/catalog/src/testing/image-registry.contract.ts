import { expect, it } from 'vitest';
import type { ImageRegistry } from '../ports.js';

/** A registry whose images a test makes. */
export interface RegistryHarness {
  readonly registry: ImageRegistry;
  /** Lets a tag mean a new image that runs as `user`. */
  push(tag: string, user: string): Promise<{ readonly image: string; readonly digest: string }>;
  readonly missing: string;
  readonly unreachable: string;
}

/** How every image registry answers; run it inside a `describe`. */
export function imageRegistryContract(harness: () => RegistryHarness): void {
  it('tells what an image says about itself', async () => {
    const { image, digest } = await harness().push('facts', 'ada');
    expect(await harness().registry.imageFacts(image)).toMatchObject({
      ok: true,
      value: { image, digest, user: 'ada', entrypoint: null, env: {}, platforms: ['linux/amd64'] },
    });
  });

  it('tells what a tag means, and what it means after it moved', async () => {
    const first = await harness().push('moving', 'one');
    const { image } = first;
    expect(await harness().registry.currentDigest(image)).toEqual({ ok: true, value: first.digest });
    expect(await harness().registry.imageFacts(image)).toMatchObject({ value: { user: 'one' } });
    const second = await harness().push('moving', 'two');
    expect(second.digest).not.toBe(first.digest);
    expect(await harness().registry.currentDigest(image, { fresh: true })).toEqual({ ok: true, value: second.digest });
    const facts = await harness().registry.imageFacts(image, { fresh: true });
    expect(facts).toMatchObject({ value: { digest: second.digest, user: 'two' } });
  });

  it('goes on telling about an image by its digest', async () => {
    const first = await harness().push('digested', 'one');
    await harness().push('digested', 'two');
    const image = `${first.image}@${first.digest}`;
    expect(await harness().registry.currentDigest(image)).toEqual({ ok: true, value: first.digest });
    expect(await harness().registry.imageFacts(image)).toMatchObject({ ok: true, value: { image, user: 'one' } });
  });

  it('says that there is no such image', async () => {
    const { registry, missing } = harness();
    expect(await registry.imageFacts(missing)).toMatchObject({ ok: false, error: { code: 'image-not-found' } });
    expect(await registry.currentDigest(missing)).toMatchObject({ ok: false, error: { code: 'image-not-found' } });
  });

  it('says that it does not answer', async () => {
    const { registry, unreachable } = harness();
    const refusal = { ok: false, error: { code: 'registry-unavailable', status: 503 } };
    expect(await registry.imageFacts(unreachable)).toMatchObject(refusal);
    expect(await registry.currentDigest(unreachable)).toMatchObject(refusal);
  });
}
