import type { BackendVersion } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { unknownPlaceholders } from './unknown-placeholders.js';

const version = (name: string, rest: Partial<BackendVersion> = {}): BackendVersion => ({
  name,
  images: [{ framework: 'cpu', image_name: 'a' }],
  ...rest,
});

describe('unknownPlaceholders', () => {
  it('knows the built-in placeholders and the variables of backend and version', () => {
    const versions = [version('v1', { run_command: '{{port}} {{A}} {{B}}', env: { B: '2' } })];
    expect(unknownPlaceholders({ default_env: { A: '1' }, versions })).toEqual([]);
  });

  it('suggests what was meant', () => {
    const found = unknownPlaceholders({ default_run_command: '{{modle_path}} {{PORT}}', versions: [version('v1')] });
    expect(found).toMatchObject([
      { code: 'unknown_placeholder', path: ['default_run_command'], hint: 'Did you mean {{model_path}}?' },
      { code: 'unknown_placeholder', path: ['default_run_command'], hint: 'Did you mean {{port}}?' },
    ]);
  });

  it('says what to add where nothing is near', () => {
    const [found] = unknownPlaceholders({ default_run_command: '{{ZZZZZZ}}', versions: [version('v1')] });
    expect(found?.hint).toBe("Add ZZZZZZ to default_env or to the version's env.");
  });

  it('wants a variable of the default command in every version that uses it', () => {
    const users = [version('v1', { env: { A: '1' } }), version('v2', { run_command: 'own' })];
    expect(unknownPlaceholders({ default_run_command: '{{A}}', versions: users })).toEqual([]);
    expect(unknownPlaceholders({ default_run_command: '{{A}}', versions: [...users, version('v3')] })).toHaveLength(1);
  });

  it('does not lend the variables of one version to another', () => {
    const versions = [version('v1', { env: { A: '1' } }), version('v2', { run_command: '{{A}}' })];
    expect(unknownPlaceholders({ versions })).toMatchObject([{ path: ['versions', 1, 'run_command'] }]);
  });

  it('looks only at names that an environment has itself', () => {
    const command = '{{constructor}} {{__proto__}}';
    expect(unknownPlaceholders({ default_run_command: command, default_env: {}, versions: [] })).toHaveLength(2);
  });
});
