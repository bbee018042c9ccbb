import type { SourceView } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { changesOf, emptySource, inputOf, newSourceOf, type SourceInput } from './source-form-values.js';

const typed = (more: Partial<SourceInput>): SourceInput => ({ ...emptySource, name: 'team', ...more });
const key = `RW${'A'.repeat(54)}`;

const wrong = (input: Partial<SourceInput>) => {
  const made = newSourceOf(typed(input));
  return made.ok ? {} : made.problems;
};

describe('the form of a source', () => {
  it('sends what belongs to the chosen kind, and nothing of the others', () => {
    expect(newSourceOf(typed({ url: ' https://example.com/x ', filePath: '/srv' }))).toMatchObject({
      ok: true,
      value: { name: 'team', location: { kind: 'http', url: 'https://example.com/x' }, keys: [] },
    });
    expect(newSourceOf(typed({ kind: 'git', url: 'https://example.com/x.git' }))).toMatchObject({
      value: { location: { kind: 'git', ref: 'HEAD', path: '' } },
    });
    expect(newSourceOf(typed({ kind: 'file', filePath: '/srv/x' }))).toMatchObject({
      value: { location: { kind: 'file', path: '/srv/x' } },
    });
  });

  it('reads keys from lines, and leaves it to the server what a key alone means', () => {
    const made = newSourceOf(typed({ url: 'https://example.com/x', keys: `${key}\n\n ${key} ` }));
    expect(made).toMatchObject({ ok: true, value: { keys: [key, key] } });
    expect(made.ok && made.value.strict).toBeUndefined();
  });

  it('says beside each field what is wrong with it, in the words of the API', () => {
    expect(wrong({ name: 'No!', url: 'ftp://x' })).toMatchObject({
      name: expect.stringContaining('lower-case') as string,
      url: expect.stringContaining('https://') as string,
    });
    expect(wrong({ kind: 'file', filePath: 'srv' })).toHaveProperty('filePath');
    expect(wrong({ kind: 'oci' })).toHaveProperty('reference');
    expect(wrong({ url: 'https://example.com/x', keys: 'RWQ' })).toHaveProperty('keys');
    const window = { days: ['sat' as const], from: '22:00', to: '', timeZone: 'UTC' };
    expect(wrong({ url: 'https://example.com/x', policy: { mode: 'add-versions', window } })).toHaveProperty('policy');
  });

  it('changes only what was changed', () => {
    const source = {
      name: 'team',
      location: { kind: 'git', url: 'https://example.com/x.git', ref: 'v3', path: '' },
      internal: false,
      strict: true,
      everySeconds: 300,
      policy: { mode: 'notify' },
    } as SourceView;
    const before = inputOf(source);
    expect(changesOf(before, before)).toEqual({ ok: true, value: {} });
    expect(changesOf({ ...before, ref: '', everySeconds: 900 }, before)).toEqual({
      ok: true,
      value: { location: { ...source.location, ref: 'HEAD' }, everySeconds: 900 },
    });
  });
});
