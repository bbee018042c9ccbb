import { describe, expect, it } from 'vitest';
import { environmentOf, layerEnvironment } from './layer-environment.js';

describe('layerEnvironment', () => {
  it('says of every value which level it came from, and which ones it replaces', () => {
    const entries = layerEnvironment({
      backend: { A: 'backend', B: 'backend' },
      version: { B: 'version', C: 'version' },
      deployment: { B: 'deployment', C: 'deployment', D: '' },
    });
    expect(entries).toEqual([
      { name: 'A', value: 'backend', origin: 'backend', overrides: [] },
      { name: 'B', value: 'deployment', origin: 'deployment', overrides: ['backend', 'version'] },
      { name: 'C', value: 'deployment', origin: 'deployment', overrides: ['version'] },
      { name: 'D', value: '', origin: 'deployment', overrides: [] },
    ]);
  });

  it('keeps a variable named __proto__ as a variable', () => {
    const backend: Record<string, string> = JSON.parse('{"__proto__": "x"}');
    const env = environmentOf(layerEnvironment({ backend }));
    expect(Object.entries(env)).toEqual([['__proto__', 'x']]);
    expect(Object.getPrototypeOf(env)).toBe(Object.prototype);
  });
});
