import { describe, expect, it } from 'vitest';
import { stillThere, withKept } from './kept-entries.js';

const was = (name: string, file: string | null = null) => ({ name, file });
const bad = (name: string | null, file?: string) => ({
  position: 1,
  name,
  ...(file !== undefined && { file }),
  errors: [{ code: 'required', path: [], detail: 'is needed' }],
});
const nothing = { entries: [], files: new Map<string, string>(), rejected: [] };

const kept = (...args: Parameters<typeof stillThere>) => stillThere(...args).map(({ entry: { name } }) => name);

describe('what was offered before is still there', () => {
  it('where an entry of its name was rejected, in any case', () => {
    expect(kept([was('Alpha'), was('Beta')], { ...nothing, rejected: [bad('ALPHA')] })).toEqual(['Alpha']);
  });

  it('not where the source has another, valid entry of the name', () => {
    const entries = [{ name: 'alpha' }];
    expect(kept([was('Alpha')], { ...nothing, entries, rejected: [bad('Alpha')] })).toEqual([]);
  });

  it('where the file that it was read from cannot be read any more', () => {
    const before = [was('One', 'a.yaml'), was('Two', 'a.yaml'), was('Three', 'b.yaml')];
    expect(kept(before, { ...nothing, rejected: [bad(null, 'a.yaml')] })).toEqual(['One', 'Two']);
  });

  it('not where other entries of that file can be read', () => {
    const before = [was('One', 'a.yaml'), was('Two', 'b.yaml')];
    const files = new Map([['New', 'a.yaml']]);
    const rejected = [bad(null, 'a.yaml'), bad('Odd', 'b.yaml'), bad(null, 'b.yaml')];
    expect(kept(before, { entries: [{ name: 'New' }], files, rejected })).toEqual([]);
  });

  it('not because of an entry without a name: it may have been there before, and then nothing was ever withdrawn', () => {
    expect(
      kept([was('One'), was('Two', 'a.yaml')], { ...nothing, rejected: [bad(null), bad(null, 'b.yaml')] }),
    ).toEqual([]);
  });
});

it('what was rejected names what stays because of it', () => {
  const rejected = [bad(null, 'a.yaml'), bad('Other')];
  const there = stillThere([was('One', 'a.yaml'), was('Two', 'a.yaml')], { ...nothing, rejected });
  expect(withKept(rejected, there)).toEqual([{ ...rejected[0], kept: ['One', 'Two'] }, rejected[1]]);
});
