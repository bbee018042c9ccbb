import { describe } from 'vitest';
import { catalogContract } from './catalog.contract.js';
import { InMemoryCatalog } from './in-memory-catalog.js';
import { InMemoryUsage } from './in-memory-usage.js';
import { usageContract } from './usage.contract.js';

describe('a catalog in memory', () => {
  const catalog = new InMemoryCatalog();
  catalogContract(() => ({
    catalog,
    use: (...use) => catalog.usage.use(...use),
    end: (deployment) => catalog.usage.end(deployment),
    tag: (image, digest) => void catalog.digests.set(image, digest),
    setAway: (away) => {
      catalog.away = away;
    },
  }));
});

describe('a scheduler in memory', () => {
  const usage = new InMemoryUsage();
  usageContract(() => ({
    usage,
    use: (...use) => usage.use(...use),
    setAway: (away) => {
      usage.away = away;
    },
  }));
});
