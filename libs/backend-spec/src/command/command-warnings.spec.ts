import { describe, expect, it } from 'vitest';
import { shellWarnings, spacedPlaceholderWarnings } from './command-warnings.js';

describe('shellWarnings', () => {
  it.each(['a && b', 'a | b', 'a > log', 'a 2>&1', 'a ; b', 'a || b', 'a &', 'a >> log', 'a < in', 'a &> log'])(
    'warns about %s',
    (command) => {
      expect(shellWarnings(command)).toMatchObject([{ code: 'shell_operator' }]);
    },
  );

  it.each(['serve --url http://h/p?a=1&b=2', "sh -c 'a && b'", 'a=1;b', '--x a|b', '{{port}}', 'a -- b', '"unclosed'])(
    'says nothing about %s',
    (command) => {
      expect(shellWarnings(command)).toEqual([]);
    },
  );
});

const isKnown = (name: string) => name === 'port';

describe('spacedPlaceholderWarnings', () => {
  it.each(['{{ port }}', '{{port }}', '{{ port}}'])('warns about %s', (text) => {
    expect(spacedPlaceholderWarnings(text, isKnown)).toMatchObject([{ hint: 'Write {{port}}.' }]);
  });

  it.each(['{{port}}', '{{ message }}', '{{ port.x }}'])('says nothing about %s', (text) => {
    expect(spacedPlaceholderWarnings(text, isKnown)).toEqual([]);
  });
});
