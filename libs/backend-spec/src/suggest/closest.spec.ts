import { describe, expect, it } from 'vitest';
import { closest } from './closest.js';

describe('closest', () => {
  const fields = ['default_version', 'default_run_command', 'description'];

  it.each([
    ['defaultVersion', 'default_version'],
    ['default-run-command', 'default_run_command'],
    ['descripton', 'description'],
    ['DESCRIPTION', 'description'],
  ])('finds what %s meant', (name, meant) => {
    expect(closest(name, fields)).toBe(meant);
  });

  it('knows two letters that changed places', () => {
    expect(closest('prot', ['port', 'model_path'])).toBe('port');
  });

  it('finds nothing where nothing is near', () => {
    expect(closest('allowed_proxy_uris', fields)).toBeUndefined();
    expect(closest('x'.repeat(1_000_000), fields)).toBeUndefined();
  });
});
