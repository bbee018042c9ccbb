import { describe, expect, it } from 'vitest';
import { parseEnvironmentYaml } from './parse-environment-yaml.js';

describe('parseEnvironmentYaml', () => {
  it('keeps the text of every value', () => {
    const env = parseEnvironmentYaml('A: yes\nB: 010\nC: 1.10\nD: 2024-01-01\n');
    expect(env).toEqual({ ok: true, value: { A: 'yes', B: '010', C: '1.10', D: '2024-01-01' } });
  });

  it('reports bad names and values together', () => {
    const env = parseEnvironmentYaml('A: ~\n"B=": x\n');
    expect(env).toMatchObject({
      ok: false,
      error: [
        { code: 'invalid_type', path: ['A'], line: 1, column: 4 },
        { code: 'invalid_env_name', path: ['B='], line: 2, column: 1 },
      ],
    });
  });

  it.each(['- a', 'a', '{', ''])('refuses %j', (text) => {
    expect(parseEnvironmentYaml(text).ok).toBe(false);
  });
});
