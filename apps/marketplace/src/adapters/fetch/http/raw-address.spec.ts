import { expect, it } from 'vitest';
import { rawAddressOf } from './raw-address.js';

it.each([
  [
    'https://github.com/team/backends/blob/main/index/all.yaml',
    'https://raw.githubusercontent.com/team/backends/main/index/all.yaml',
  ],
  [
    'https://github.com/team/backends/blob/v1/x.yaml?plain=1#L3',
    'https://raw.githubusercontent.com/team/backends/v1/x.yaml',
  ],
  ['https://gitlab.example/a/b/c/-/blob/main/x.yaml', 'https://gitlab.example/a/b/c/-/raw/main/x.yaml'],
  ['https://github.com/team/backends', null],
  ['https://example.com/blob/main/x.yaml', null],
])('the page %s shows the file at %s', (page, file) => {
  expect(rawAddressOf(page)).toBe(file);
});
