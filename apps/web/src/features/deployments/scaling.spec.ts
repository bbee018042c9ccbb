import { describe, expect, it } from 'vitest';
import { endsAll, replicasIn, shownStatus, switchOf } from './scaling.js';

describe('a number of replicas', () => {
  it.each([
    ['0', 0],
    [' 2 ', 2],
    ['1000', 1000],
  ])('%j is %d', (text, count) => expect(replicasIn(text)).toBe(count));
  it.each(['', ' ', '1.5', '-1', '1001', '1e2', 'two'])('%j is none', (text) =>
    expect(replicasIn(text)).toBeUndefined(),
  );
  it('ends all that runs where it is 0 and was not before', () => {
    expect(endsAll(0, 2)).toBe(true);
    expect([endsAll(1, 2), endsAll(0, 0), endsAll(undefined, 2)]).toEqual([false, false, false]);
  });
});

describe('a deployment that runs nothing', () => {
  it('was scaled to 0, or stopped, and says which', () => {
    expect(shownStatus({ status: 'stopped', stopped: false })).toBe('none');
    expect(shownStatus({ status: 'stopped', stopped: true })).toBe('stopped');
    expect(shownStatus({ status: 'ready', stopped: false })).toBe('ready');
  });
  it('is started where it was stopped, and scaled where it was scaled to 0: nothing is left to be stopped there', () => {
    expect(switchOf({ replicas: 2, stopped: true })).toBe('start');
    expect(switchOf({ replicas: 2, stopped: false })).toBe('stop');
    expect(switchOf({ replicas: 0, stopped: false })).toBeUndefined();
  });
});
