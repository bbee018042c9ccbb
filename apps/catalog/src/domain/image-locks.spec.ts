import { describe, expect, it } from 'vitest';
import { definition, registered, version } from '../testing/given.js';
import { fold } from './backend.js';
import { asLockedBefore, digestOf, lockableImages, tagOf, withDigests } from './image-locks.js';

const digest = `sha256:${'a'.repeat(64)}`;
const other = `sha256:${'b'.repeat(64)}`;
const withImage = (image_name: string, framework = 'cpu') => version('v1', { images: [{ framework, image_name }] });
const imagesOf = (versions: ReturnType<typeof withDigests>) =>
  versions.flatMap(({ images }) => images.map(({ image_name }) => image_name));

describe('the tag of an image', () => {
  it.each([
    ['engine', 'engine:latest', null],
    ['engine:1', 'engine:1', null],
    [`engine:1@${digest}`, 'engine:1', digest],
    [`engine@${digest}`, null, digest],
    ['localhost:5000/engine', 'localhost:5000/engine:latest', null],
    [`localhost:5000/a/engine:1@${digest}`, 'localhost:5000/a/engine:1', digest],
    ['NO IMAGE', null, null],
  ])('%s is %s, locked to %s', (image, tag, locked) => {
    expect(tagOf(image)).toBe(tag);
    expect(digestOf(image)).toBe(locked);
  });
});

describe('locking versions', () => {
  it('finds every tag that is not part of Enginehouse', () => {
    const own = version('own', {
      images: [
        { framework: 'cpu', image_name: `engine@${digest}` },
        { framework: 'cuda', image_name: 'engine:1' },
      ],
    });
    expect(lockableImages([{ ...withImage('engine:1'), built_in: true }, own])).toEqual([
      { tag: 'engine:1', version: 1, image: 1 },
    ]);
  });

  it('replaces an older digest, and leaves alone what nobody resolved', () => {
    const digests = new Map([['engine:1', digest]]);
    const versions = [`engine:1@${other}`, 'engine:1', 'engine:2', `engine@${other}`].map((image) => withImage(image));
    expect(imagesOf(withDigests(versions, digests))).toEqual([
      `engine:1@${digest}`,
      `engine:1@${digest}`,
      'engine:2',
      `engine@${other}`,
    ]);
  });

  it('leaves versions that come with Enginehouse as they are', () => {
    const builtIn = { ...withImage('engine:1'), built_in: true };
    expect(withDigests([builtIn], new Map([['engine:1', digest]]))).toEqual([builtIn]);
  });
});

describe('what was locked before', () => {
  const found = fold([registered(definition('engine', { versions: [withImage(`engine:1@${digest}`)] }))]);

  it('is what the command wrote', () => {
    const events = [{ type: 'VersionChanged', data: { version: withImage(`engine:1@${other}`) } }] as const;
    expect(imagesOf(asLockedBefore([withImage('engine:1')], events, found))).toEqual([`engine:1@${other}`]);
  });

  it('is what the command found, where it wrote nothing about the version', () => {
    expect(imagesOf(asLockedBefore([withImage('engine:1')], [], found))).toEqual([`engine:1@${digest}`]);
  });

  it.each([
    ['another tag', withImage('engine:2'), 'engine:2'],
    ['another framework', withImage('engine:1', 'cuda'), 'engine:1'],
    ['another version', { ...withImage('engine:1'), name: 'v2' }, 'engine:1'],
  ])('is nothing for %s', (_, wanted, image) => {
    expect(imagesOf(asLockedBefore([wanted], [], found))).toEqual([image]);
  });
});
