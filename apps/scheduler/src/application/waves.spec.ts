import { expect, it } from 'vitest';
import type { Decision } from '../domain/events.js';
import { wavesOf } from './waves.js';

const on = (streamId: string): Decision => ({ streamId, type: 'WorkerCordoned', data: {} });
const brief = (...streams: string[]) =>
  wavesOf(streams.map(on)).map((wave) =>
    wave.map((unit) => `${unit.streamId}${unit.decisions.length}@${unit.ordinal}`),
  );

it('puts different streams into one wave and neighbours into one unit', () => {
  expect(brief('a', 'a', 'b', 'c', 'c')).toEqual([['a2@0', 'b1@2', 'c2@3']]);
});

it('begins a new wave where a stream comes up again: its second part must follow what stands between', () => {
  expect(brief('w', 'i', 'w')).toEqual([['w1@0', 'i1@1'], ['w1@2']]);
});

it('makes nothing of nothing', () => {
  expect(brief()).toEqual([]);
});
