import { describe, expect, it } from 'vitest';
import { parametersToArgv } from './parameters-to-argv.js';

const argvOf = (entries: readonly string[], format?: 'space' | 'equal') => {
  const result = parametersToArgv(entries, format);
  return result.ok ? result.value : result.error;
};

describe('parametersToArgv', () => {
  it('leaves options with several values in the space form', () => {
    const entries = ['--lora-modules', '{"name": "x1"}', '{"name": "x2"}'];
    expect(argvOf(entries, 'equal')).toEqual(entries);
    expect(argvOf(entries, 'space')).toEqual(entries);
  });

  it('tolerates the backslashes at the ends of pasted lines', () => {
    expect(argvOf(['--tp 2 \\', '--max-model-len 8192 \\\n'])).toEqual(['--tp', '2', '--max-model-len', '8192']);
    expect(argvOf(['--name foo\\\\'])).toEqual(['--name', 'foo\\']);
  });

  it.each(['-1', '-0.5', '-.5', '-1e10', '-inf', '-nan', '-1_000', '-', '--'])('takes %s for a value', (value) => {
    expect(argvOf(['--a', value], 'equal')).toEqual([`--a=${value}`]);
  });

  it('does not fill placeholders', () => {
    expect(argvOf(['--port {{port}}'])).toEqual(['--port', '{{port}}']);
  });

  it('says which entry cannot be split', () => {
    expect(argvOf(['--a 1', '--name "x'])).toMatchObject({ index: 1, error: { code: 'unclosed_quote' } });
    expect(argvOf(['a\0b'])).toMatchObject({ index: 0, error: { code: 'nul_character' } });
  });

  it('passes over blank entries', () => {
    expect(argvOf(['', '  ', ' x ', '\u00a0--a\t1 '])).toEqual(['x', '--a', '1']);
  });

  it('writes an option with hundreds of thousands of values', () => {
    expect(argvOf([`--x ${'w '.repeat(300_000)}`], 'equal')).toHaveLength(300_001);
  });
});
