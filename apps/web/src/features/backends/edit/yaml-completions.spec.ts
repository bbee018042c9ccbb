import { describe, expect, it } from 'vitest';
import { completionsAt } from './yaml-completions.js';

/** The labels offered where `|` stands. */
const at = (text: string, source: 'custom' | 'built_in' = 'custom') =>
  completionsAt(text.replace('|', ''), text.indexOf('|'), source)?.options.map(({ label }) => label);

const head = 'backend_name: a-custom\nversion_configs:\n  "1.10":\n    image_name: a:1\n';

describe('completion in YAML', () => {
  it('offers the fields of a backend at the root', () => {
    expect(at('ba|')).toContain('health_check_path');
    expect(at('ba|')).toContain('version_configs');
    expect(at('ba|')).not.toContain('image_name');
  });
  it('offers the fields of a version inside of one', () => {
    expect(at(`${head}    |`)).toContain('custom_framework');
    expect(at(`${head}    |`)).not.toContain('backend_name');
    expect(at(`${head}    |`)).not.toContain('images');
    expect(at(`${head}    |`, 'built_in')).toContain('images');
  });
  it('offers nothing where names are free', () => {
    expect(at(`${head}  |`)).toEqual([]);
    expect(at(`${head}    env:\n      |`)).toEqual([]);
  });
  it('offers the values that a field can have', () => {
    expect(at('parameter_format: |')).toEqual(['space', 'equal']);
    expect(at(`${head}    custom_framework: c|`)).toContain('cuda');
    expect(at(`${head}default_version: |`)).toEqual(['1.10']);
  });
  it('offers placeholders between braces', () =>
    expect(at('default_run_command: serve {{mo|')).toContain('model_path'));
  it('closes a placeholder once', () => {
    expect(completionsAt('a: {{po', 7, 'custom')?.options[2]?.apply).toBe('port}}');
    expect(completionsAt('a: {{po}}', 7, 'custom')?.options[2]?.apply).toBe('port');
  });
  it('says where what is typed begins', () => expect(completionsAt('ba', 2, 'custom')?.from).toBe(0));
});
