import type { InstanceState, InstanceView } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { isInTrouble, moodOfInstance } from './moods.js';

const instance = (state: InstanceState, restarts = 0) => ({ state, restarts }) as InstanceView;

describe('a deployment that starts', () => {
  it('is in trouble where an image cannot be had or a container ends again and again', () => {
    expect(isInTrouble({ status: 'loading', instances: [instance('probing'), instance('backing-off')] })).toBe(true);
    expect(isInTrouble({ status: 'loading', instances: [instance('probing', 2)] })).toBe(true);
  });

  it('is in no trouble while it starts for the first time, nor by what is being stopped', () => {
    expect(isInTrouble({ status: 'loading', instances: [instance('pulling'), instance('probing')] })).toBe(false);
    expect(isInTrouble({ status: 'loading', instances: [instance('stopping', 3), instance('probing')] })).toBe(false);
  });

  it('shows an instance that starts again as a warning, and one that is ready as good again', () => {
    expect(moodOfInstance(instance('probing'))).toBe('busy');
    expect(moodOfInstance(instance('probing', 1))).toBe('warning');
    expect(moodOfInstance(instance('ready', 1))).toBe('good');
  });
});
