import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { fileOf } from '../testing/fake-source-fetcher.js';
import { digestOf } from './source-digest.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

it('is of a single file what sha256sum prints, whatever it is called and however it is signed', () => {
  const files = [fileOf('index.yaml', 'one'), fileOf('index.yaml.minisig', 'signed'), fileOf('minisign.pub', 'key')];
  expect(digestOf(files)).toBe(sha256('one'));
});

it('is of several files that of their sums, by path, in whatever order they come', () => {
  const [a, b] = [fileOf('a.yaml', 'one'), fileOf('folder/b.yaml', 'two')];
  const sums = `${sha256('one')}  a.yaml\n${sha256('two')}  folder/b.yaml\n`;
  expect(digestOf([b, a, fileOf('SHA256SUMS', sums), fileOf('SHA256SUMS.minisig', 'x')])).toBe(sha256(sums));
  expect(digestOf([a, fileOf('folder/c.yaml', 'two')])).not.toBe(sha256(sums));
});
