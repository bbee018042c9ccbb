import type { ChangeImpact, EntryUpdate, MergeDecision, MergeField } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import {
  allChosen,
  arrangedFields,
  choiceFor,
  chosen,
  decisionsFor,
  fitting,
  outcomeOf,
  shownValue,
  touchedBy,
  type Planned,
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

const take = (name: string, side: MergeDecision['take']): MergeDecision => ({ path: [name], take: side });

/** What the server answered to some decisions. */
function planned(
  answered: readonly MergeField[],
  decisions: readonly MergeDecision[],
  state: Planned['state'] = 'current',
): Planned {
  const plan: EntryUpdate = {
    source: 'team',
    name: 'MinerU',
    updatable: true,
    catalogRevision: 4,
    contentHash: 'now',
    baseContentHash: 'then',
    fields: [...answered],
    conflicts: 0,
    addedVersions: [],
    withdrawnVersions: [],
    impact: [],
  };
  return { plan, decisions, state };
}

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

  it('tells what becomes of a conflict as the server says, which may be neither side', () => {
    const stays = { ...conflict('x'), result: 'mine, but marked', note: 'decided: upstream; stays: it is in use' };
    const known = { status: 'known', value: 'mine, but marked', note: stays.note, isOld: false };
    expect(outcomeOf(conflict('x'), 'upstream', planned([stays], [take('x', 'upstream')]))).toEqual(known);
    const gone = planned([conflict('x', { upstream: undefined })], [take('x', 'upstream')]);
    expect(outcomeOf(conflict('x'), 'upstream', gone)).toMatchObject({ status: 'known', value: undefined });
  });

  it('repeats no decision that can be seen beside it', () => {
    const decided = { ...conflict('x'), result: 'now', note: 'decided: upstream' };
    const outcome = outcomeOf(conflict('x'), 'upstream', planned([decided], [take('x', 'upstream')]));
    expect(outcome).toMatchObject({ value: 'now', note: undefined });
  });

  it('says what is open, what is being worked out, and what could not be', () => {
    const asked = planned([conflict('y')], [take('y', 'yours')], 'asked');
    expect(outcomeOf(conflict('x'), undefined, asked)).toEqual({ status: 'open' });
    expect(outcomeOf(conflict('x'), 'yours', { ...asked, plan: undefined })).toEqual({ status: 'asked' });
    expect(outcomeOf(conflict('x'), 'yours', { ...asked, state: 'failed' })).toEqual({ status: 'failed' });
    // The last answer was given before this one was decided: it says nothing of it.
    const before = planned([conflict('x'), conflict('y')], [take('y', 'yours')], 'asked');
    expect(outcomeOf(conflict('x'), 'yours', before)).toEqual({ status: 'asked' });
  });

  it('keeps the last answer while another is worked out, and says where it is of another decision', () => {
    const fieldsThen = [conflict('x', { result: 'now' }), conflict('y', { result: 'mine' })];
    const before = planned(fieldsThen, [take('x', 'upstream'), take('y', 'yours')], 'asked');
    expect(outcomeOf(conflict('x'), 'yours', before)).toMatchObject({ value: 'now', isOld: true });
    expect(outcomeOf(conflict('y'), 'yours', before)).toMatchObject({ value: 'mine', isOld: false });
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
