import { describe } from 'vitest';
import { FakeImageRegistry } from './fake-image-registry.js';
import { imageRegistryContract } from './image-registry.contract.js';

describe('the fake image registry', () => {
  const registry = new FakeImageRegistry();
  const away = new FakeImageRegistry();
  away.away = true;
  const unreachable = 'registry.invalid/x:1';
  imageRegistryContract(() => ({
    registry: {
      imageFacts: (image) => (image === unreachable ? away : registry).imageFacts(image),
      currentDigest: (image) => (image === unreachable ? away : registry).currentDigest(image),
    },
    push: (tag, user) => {
      const image = `registry.example/team/engine:${tag}`;
      return Promise.resolve({ image, digest: registry.push(image, { user }) });
    },
    missing: 'registry.example/team/engine:none',
    unreachable,
  }));
});
