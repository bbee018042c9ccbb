import { describe, expect, it } from 'vitest';
import { objectsOf } from './object-batch.js';
import { namesOf, remoteRefOf } from './remote-refs.js';
import { chosenFrom, filesOf, listedFor } from './tree-list.js';

const id = (digit: string) => digit.repeat(40);

describe('what ls-remote lists', () => {
  const listing = [
    `${id('1')}\tHEAD`,
    `${id('1')}\trefs/heads/main`,
    `${id('2')}\trefs/heads/both`,
    `${id('3')}\trefs/tags/both`,
    `${id('4')}\trefs/tags/heavy`,
    `${id('5')}\trefs/tags/heavy^{}`,
    'warning: something else',
  ].join('\n');

  it.each([
    ['HEAD', 'HEAD', id('1')],
    ['main', 'refs/heads/main', id('1')],
    ['refs/heads/both', 'refs/heads/both', id('2')],
    ['both', 'refs/tags/both', id('3')],
    ['heavy', 'refs/tags/heavy', id('5')],
  ])('says what %s means', (ref, name, commit) => {
    expect(remoteRefOf({ ref }, listing)).toEqual({ name, commit });
  });

  it('may not hold the ref', () => {
    expect(remoteRefOf({ ref: 'none' }, listing)).toBeNull();
    expect(remoteRefOf({ ref: 'main' }, '')).toBeNull();
  });

  it('is asked for by whole names only', () => {
    expect(namesOf('x/y')).toEqual(['refs/tags/x/y', 'refs/heads/x/y']);
  });
});

const line = (mode: string, type: string, path: string, size = '7') =>
  `${mode} ${type} ${id('a')}    ${size}\t${path}\0`;

describe('what ls-tree lists', () => {
  const listing = Buffer.from(
    line('100644', 'blob', 'a.yaml') +
      line('100755', 'blob', 'b/run.yaml') +
      line('120000', 'blob', 'link.yaml') +
      line('160000', 'commit', 'module.yaml', '-') +
      line('100644', 'blob', 'b/odd\n\tname.yaml'),
  );

  it('is plain files', () => {
    expect(filesOf(listing).map(({ path }) => path)).toEqual(['a.yaml', 'b/run.yaml', 'b/odd\n\tname.yaml']);
  });

  it('is chosen from by the path', () => {
    const files = filesOf(listing);
    const names = (path: string) => chosenFrom(files, path).map(({ name }) => name);
    expect(names('')).toEqual(['a.yaml', 'b/run.yaml', 'b/odd\n\tname.yaml']);
    expect(names('b')).toEqual(['run.yaml', 'odd\n\tname.yaml']);
    expect(names('a.yaml')).toEqual(['a.yaml']);
    expect(names('link.yaml')).toEqual([]);
    expect(listedFor('x/a.yaml')).toEqual(['x/a.yaml', 'x/a.yaml.minisig', 'x/minisign.pub']);
  });
});

describe('what cat-file writes', () => {
  it('is the objects, whatever is in them', () => {
    const objects = [Buffer.from('a\n'), Buffer.alloc(0), Buffer.from(`${id('b')} blob 3\nxyz`)];
    const output = Buffer.concat(
      objects.flatMap((bytes) => [Buffer.from(`${id('b')} blob ${bytes.length}\n`), bytes, Buffer.from('\n')]),
    );
    expect(objectsOf(output, 3).map((each) => Buffer.from(each).toString())).toEqual(objects.map(String));
  });

  it.each([`${id('b')} missing\n`, `${id('b')} blob 9\nxyz\n`, `${id('b')} tree 3\nxyz\n`, ''])(
    'is not believed: %j',
    (output) => {
      expect(() => objectsOf(Buffer.from(output), 1)).toThrow('git cat-file wrote');
    },
  );
});
