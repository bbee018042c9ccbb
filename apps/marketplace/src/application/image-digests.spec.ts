import { newHeader } from '@enginehouse/service-kit';
import { expect, it } from 'vitest';
import { InMemoryCatalog } from '../testing/in-memory-catalog.js';
import { engine, version } from '../testing/entries-world.js';
import { ImageDigests } from './image-digests.js';

const header = newHeader('user:ada');
const digest = `sha256:${'a'.repeat(64)}`;
const image = 'quay.io/engine/engine:1.0';

it('waits for registries only as long as it may', async () => {
  const catalog = new InMemoryCatalog();
  const answered = catalog.digestOf.bind(catalog);
  catalog.digests.set(image, digest);
  catalog.digestOf = (asked) => (asked === image ? answered(asked) : new Promise(() => {}));
  const many = engine({ versions: Array.from({ length: 40 }, (_, at) => version(`1.${at}`)) });
  const before = Date.now();
  const recorded = await new ImageDigests(catalog, 200).of(many, header);
  expect(Date.now() - before).toBeLessThan(2000);
  expect(recorded).toHaveLength(40);
  expect(recorded[0]).toEqual({ version: '1.0', framework: 'cuda', image, digest });
  expect(recorded[39]).toMatchObject({ digest: null, detail: 'no registry said within 0.2 s what the tag means' });
});

it('keeps what was recorded of an image that no registry tells of now', async () => {
  const known = [{ version: '0.9', framework: 'cuda', image, digest }];
  const recorded = await new ImageDigests(new InMemoryCatalog(), 200).of(engine(), header, known);
  expect(recorded.map((each) => each.digest)).toEqual([digest, null]);
});

it('asks for an image once, however many versions have it', async () => {
  const catalog = new InMemoryCatalog();
  const asked: string[] = [];
  catalog.digestOf = (name) => {
    asked.push(name);
    return Promise.resolve({ digest, detail: '' });
  };
  const images = [{ framework: 'cuda', image_name: image }];
  const same = engine({ versions: [version('1.0'), version('1.1', { images })] });
  expect(await new ImageDigests(catalog, 200).of(same, header)).toHaveLength(2);
  expect(asked).toEqual([image]);
});
