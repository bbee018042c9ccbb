import { describe, expect, it } from 'vitest';
import { FakeImageRegistry } from '../testing/fake-image-registry.js';
import { askRegistries } from './ask-registries.js';

describe('asking registries', () => {
  it('has one deadline for all of them', async () => {
    const registry = new FakeImageRegistry();
    registry.hangs = true;
    const tags = Array.from({ length: 20 }, (_, index) => `engine:${index}`);
    const began = Date.now();
    const answers = await askRegistries(registry, tags, { afterMs: 50, fresh: false });
    expect(Date.now() - began).toBeLessThan(1000);
    expect(answers.size).toBe(20);
    expect(answers.get('engine:0')).toMatchObject({ ok: false, error: { code: 'registry-unavailable' } });
    expect(answers.get('engine:19')).toMatchObject({ ok: false, error: { code: 'registry-unavailable' } });
  });
});
