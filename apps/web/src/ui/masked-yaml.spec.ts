import { describe, expect, it } from 'vitest';
import { maskedYaml } from './masked-yaml.js';

describe('YAML on a screen', () => {
  it('hides what its name says is secret, and nothing else', () => {
    const text = 'default_env:\n  HF_TOKEN: hf_x\n  \'API_KEY\': "a: b"\n  LEVEL: info\n  TOKENS: 5\n';
    expect(maskedYaml(text)).toBe(
      "default_env:\n  HF_TOKEN: '********'\n  'API_KEY': '********'\n  LEVEL: info\n  TOKENS: 5\n",
    );
  });

  it('hides all lines of a long value', () => {
    const text = 'env:\n  DB_PASSWORD: |-\n    first\n\n    second\n  LEVEL: info';
    expect(maskedYaml(text)).toBe("env:\n  DB_PASSWORD: '********'\n  LEVEL: info");
  });

  it('leaves YAML without secrets as it is', () => {
    const text = 'backend_name: x-custom\ndescription: |\n  a KEY: b\n\nversion_configs: {}\n';
    expect(maskedYaml(text)).toBe(text);
  });
});
