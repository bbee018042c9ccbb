import { expect, it } from 'vitest';
import { painter } from './colors.js';
import { diffText } from './diff-text.js';

const plain = painter(false);

it('shows what came, what went and what is another now', () => {
  const changes = [
    { path: ['description'], before: 'old', after: 'new' },
    { path: ['default_env', 'LOG.LEVEL'], after: 'debug' },
    { path: ['versions', '1.10', 'entrypoint'], before: 'sh' },
    { path: ['versions'], before: ['a', 'b'], after: ['b', 'a'] },
  ];
  expect(diffText(changes, plain)).toBe(
    [
      '~ description',
      '    - "old"',
      '    + "new"',
      '+ default_env."LOG.LEVEL": "debug"',
      '- versions."1.10".entrypoint: "sh"',
      '~ versions',
      '    - ["a","b"]',
      '    + ["b","a"]',
      '',
    ].join('\n'),
  );
});

it('shows a version that came or went field by field', () => {
  const version = {
    name: 'v2',
    images: [{ framework: 'cuda', image_name: 'engine:2' }],
    env: { LEVEL: 'info' },
    run_command: 'serve',
  };
  expect(diffText([{ path: ['versions', 'v2'], after: version }], plain)).toBe(
    ['+ versions.v2', '+   images.cuda: "engine:2"', '+   env.LEVEL: "info"', '+   run_command: "serve"', ''].join(
      '\n',
    ),
  );
  expect(diffText([{ path: ['versions', 'v2'], before: version }], plain)).toMatch(
    /^- versions\.v2\n-   images\.cuda: /,
  );
});

it('shows a text of several lines as these', () => {
  expect(diffText([{ path: ['description'], before: 'a\nb', after: 'a\nc\n' }], plain)).toBe(
    ['~ description', '    - a', '    - b', '    + a', '    + c', ''].join('\n'),
  );
});

it('lets no value steer the terminal', () => {
  const changes = [{ path: ['description'], after: 'a\n\u001b[2J' }];
  expect(diffText(changes, plain)).not.toContain('\u001b');
  expect(diffText(changes, painter(true))).toContain('\u001b[32m+ description');
});
