import { describe, expect, it } from 'vitest';
import { environmentOf, layerEnvironment } from './layer-environment.js';

describe('layerEnvironment', () => {
  it('says of every value which level it came from', () => {
    const entries = layerEnvironment({
      backend: { A: 'backend', B: 'backend' },
      version: { B: 'version', C: 'version' },
      deployment: { C: 'deployment', D: '' },
    });
    expect(entries).toEqual([
      { name: 'A', value: 'backend', origin: 'backend' },
      { name: 'B', value: 'version', origin: 'version' },
      { name: 'C', value: 'deployment', origin: 'deployment' },
      { name: 'D', value: '', origin: 'deployment' },
    ]);
  });

  it('keeps a variable named __proto__ as a variable', () => {
    const backend: Record<string, string> = JSON.parse('{"__proto__": "x"}');
    const env = environmentOf(layerEnvironment({ backend }));
    expect(Object.entries(env)).toEqual([['__proto__', 'x']]);
    expect(Object.getPrototypeOf(env)).toBe(Object.prototype);
  });
});
