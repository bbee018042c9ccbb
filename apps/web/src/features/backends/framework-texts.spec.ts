import { describe, expect, it } from 'vitest';
import { chipsOf, versionsLine } from './framework-texts.js';

const cuda = { framework: 'cuda', versions: ['0.12.1', '0.12.0', '0.11.0'] };
const cpu = { framework: 'cpu', versions: ['0.12.1'] };
const card = { frameworks: ['cuda', 'cpu'], frameworkVersions: [cuda, cpu] };
const words = { isDefault: (version: string) => `${version}*`, more: (count: number) => `${count} more` };

describe('the chips of a card', () => {
  it('name the latest version of each framework and count the others', () => {
    expect(chipsOf(card)).toEqual([
      { framework: 'cuda', version: '0.12.1', more: 2 },
      { framework: 'cpu', version: '0.12.1', more: 0 },
    ]);
  });

  it('name the default version where the framework has it', () => {
    expect(chipsOf({ ...card, defaultVersion: '0.11.0' }).map(({ version }) => version)).toEqual(['0.11.0', '0.12.1']);
  });

  it('name frameworks alone where a catalog does not tell their versions', () => {
    expect(chipsOf({ frameworks: ['cuda'], defaultVersion: '1' })).toEqual([
      { framework: 'cuda', version: undefined, more: 0 },
    ]);
  });
});

describe('the versions of a framework in one line', () => {
  it('are all of them, with the default one marked', () => {
    expect(versionsLine(cuda, '0.12.0', words)).toBe('0.12.1, 0.12.0*, 0.11.0');
  });

  it('end with a count where there are very many', () => {
    const versions = Array.from({ length: 70 }, (_each, at) => String(70 - at));
    const line = versionsLine({ framework: 'cuda', versions }, undefined, words);
    expect(line.split(', ')).toHaveLength(61);
    expect(line.endsWith('11, 10 more')).toBe(true);
  });
});
