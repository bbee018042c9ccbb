import { describe } from 'vitest';
import { engineFailure } from '../engine-failure.js';
import { imagePullContract, type PullHarness } from '../image-pull.contract.js';
import { InMemoryContainerEngine } from './in-memory-container-engine.js';

const auth = { username: 'reader', password: 'secret' };

function makeHarness(): PullHarness {
  const engine = new InMemoryContainerEngine();
  const remote = (name: string, pull: Parameters<InMemoryContainerEngine['addRemoteImage']>[1] = {}) => {
    const reference = `registry.example/${name}`;
    engine.addRemoteImage({ reference }, pull);
    return reference;
  };
  let made = 0;
  return {
    engine,
    newImage: () => remote(`new:${made++}`, { steps: [0, 10, 60, 100] }),
    missingTag: 'registry.example/new:missing',
    private: { reference: remote('private:1', { auth }), auth },
    unreachable: remote('unreachable:1', { failure: engineFailure('registry-unreachable', 'no answer') }),
    limited: remote('limited:1', { failure: engineFailure('registry-limited', 'too many') }),
    slow: remote('slow:1', { steps: [1], hangs: true }),
  };
}

const harness = makeHarness();

describe('pulling with the in-memory engine', () => {
  imagePullContract(() => harness);
});
