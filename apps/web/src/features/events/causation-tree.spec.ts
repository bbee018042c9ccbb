import { describe, expect, it } from 'vitest';
import { causationTrees, folded, type CausationNode } from './causation-tree.js';
import { event } from './testing/an-event.js';

type Ids = readonly [id: string, effects: readonly Ids[]];
const idsOf = (nodes: readonly CausationNode[]): readonly Ids[] =>
  nodes.map(({ event: { id }, effects }) => [id, idsOf(effects)]);
const caused = (id: string, causationId: string) => event(id, { causationId });

describe('the causation of an event', () => {
  it('has the events of the same request, each below what caused it, oldest first', () => {
    const other = event('9', { meta: { actor: 'a', correlationId: 'c2' } });
    const events = [caused('4', '1'), caused('3', '2'), event('1'), caused('2', '1'), other];
    expect(idsOf(causationTrees(event('1'), events))).toEqual([
      [
        '1',
        [
          ['2', [['3', []]]],
          ['4', []],
        ],
      ],
    ]);
  });

  it('has each event once, whether it was fetched, came live, or both', () => {
    expect(idsOf(causationTrees(event('1'), [event('1'), caused('2', '1'), event('1')]))).toEqual([['1', [['2', []]]]]);
  });

  it('begins at an event whose cause is not there, and says so', () => {
    const [first, second] = causationTrees(event('2'), [event('2'), caused('3', '1')]);
    expect([first?.event.id, first?.causeMissing]).toEqual(['2', false]);
    expect([second?.event.id, second?.causeMissing]).toEqual(['3', true]);
  });

  it('ends where events name each other in a circle, and loses none of them', () => {
    const circle = [caused('1', '3'), caused('2', '1'), caused('3', '2')];
    expect(idsOf(causationTrees(event('2'), circle))).toEqual([['3', [['1', [['2', []]]]]]]);
    expect(idsOf(causationTrees(event('1'), [caused('1', '1')]))).toEqual([['1', []]]);
  });

  it('knows the way to the chosen one', () => {
    const [root] = causationTrees(event('3'), [event('1'), caused('2', '1'), caused('3', '1')]);
    expect(root?.leadsToChosen).toBe(true);
    expect(root?.effects.map(({ leadsToChosen }) => leadsToChosen)).toEqual([false, true]);
  });
});

const effectsOf = (count: number, chosen: string) => {
  const effects = Array.from({ length: count }, (_, index) => caused(String(index + 2), '1'));
  return causationTrees(event(chosen), [event('1'), ...effects])[0]?.effects ?? [];
};

describe('many events of one cause', () => {
  it('are folded to the first ones and the chosen one', () => {
    const { shown, more } = folded(effectsOf(50, '40'));
    expect(shown.map(({ event: { id } }) => id)).toEqual(['2', '3', '4', '5', '6', '7', '8', '9', '40']);
    expect(more).toBe(41);
  });

  it('are not folded for a single one', () => {
    expect(folded(effectsOf(9, '1'))).toMatchObject({ more: 0, shown: { length: 9 } });
    expect(folded(effectsOf(10, '1'))).toMatchObject({ more: 2, shown: { length: 8 } });
  });
});
