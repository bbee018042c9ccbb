import type { ChangeImpact, MergeField } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import {
  allChosen,
  arrangedFields,
  choiceFor,
  chosen,
  decisionsFor,
  fitting,
  resultOf,
  shownValue,
  touchedBy,
} from './merge-view.js';

const conflict = (name: string, more: Partial<MergeField> = {}): MergeField => ({
  path: [name],
  kind: 'conflict',
  base: 'then',
  upstream: 'now',
  yours: 'mine',
  ...more,
});
const plain: MergeField = { path: ['versions', '1/2'], kind: 'yours', yours: { a: 1 }, result: { a: 1 } };
const theirs: MergeField = { path: ['icon'], kind: 'upstream', upstream: 'x', result: 'x' };
const fields = [plain, conflict('description'), theirs, conflict('icon_text')];

const impact = (deployment: string, more: Partial<ChangeImpact>): ChangeImpact => ({
  deployment,
  version: '1',
  affected: true,
  runningRevision: 1,
  currentRevision: 1,
  outdated: false,
  stopped: false,
  placeable: true,
  reason: '',
  ...more,
});

describe('the three-way view', () => {
  it('shows conflicts first, then what upstream changed', () => {
    const { conflicts, others } = arrangedFields({ fields });
    expect(conflicts.map(({ path }) => path[0])).toEqual(['description', 'icon_text']);
    expect(others).toEqual([theirs, plain]);
  });

  it('sends what is decided and says what is open', () => {
    const { decisions, open } = decisionsFor(chosen({}, conflict('description'), 'yours'), { fields });
    expect(decisions).toEqual([{ path: ['description'], take: 'yours' }]);
    expect(open).toEqual([conflict('icon_text')]);
    expect(decisionsFor(allChosen({ fields }, 'upstream'), { fields })).toMatchObject({
      open: [],
      decisions: [{ take: 'upstream' }, { take: 'upstream' }],
    });
  });

  it('keeps a decision while the sides are what they were, and asks again where one is not', () => {
    const choices = allChosen({ fields }, 'upstream');
    const newer = conflict('description', { upstream: 'newer' });
    const { kept, dropped } = fitting(choices, { fields: [newer, conflict('icon_text')] });
    expect(kept.map(({ path }) => path)).toEqual([['icon_text']]);
    expect(dropped).toEqual([newer]);
    expect(choiceFor(choices, newer)).toBeUndefined();
    // A conflict that there was not before is open, and nothing that was lost.
    expect(fitting(choices, { fields: [conflict('other')] })).toEqual({ kept: [], dropped: [] });
  });

  it('tells what a field becomes', () => {
    expect(resultOf(conflict('x'), undefined)).toEqual({ decided: false, value: undefined });
    expect(resultOf(conflict('x'), 'upstream').value).toBe('now');
    expect(resultOf(conflict('x', { upstream: undefined }), 'upstream')).toEqual({ decided: true, value: undefined });
    expect(resultOf(theirs, undefined).value).toBe('x');
  });

  it('writes text as it is and everything else as JSON', () => {
    expect(shownValue('a "b"')).toBe('a "b"');
    expect(shownValue(['a'])).toBe('[\n  "a"\n]');
    expect(shownValue(null)).toBe('null');
    expect(shownValue(undefined)).toBeUndefined();
  });

  it('names first the deployments that could not be placed any more', () => {
    const { touched, others } = touchedBy({
      impact: [impact('a', {}), impact('b', { affected: false }), impact('c', { placeable: false })],
    });
    expect(touched.map(({ deployment }) => deployment)).toEqual(['c', 'a']);
    expect(others).toBe(1);
  });
});
