import { describe, expect, it } from 'vitest';
import { missingDefaults, parametersFor } from './parameters.js';

describe('the parameters when another backend is chosen', () => {
  it('are its defaults at first', () => expect(parametersFor([], [], ['--a 1'])).toEqual(['--a 1']));
  it('keep what was typed', () =>
    expect(parametersFor(['--a 1', '--mine', ''], ['--a 1'], ['--b'])).toEqual(['--b', '--mine']));
  it('keep a default that was changed', () =>
    expect(parametersFor(['--a 2'], ['--a 1'], ['--b'])).toEqual(['--b', '--a 2']));
  it('say nothing twice', () => expect(parametersFor(['--b'], [], ['--b'])).toEqual(['--b']));
});

it('knows which defaults were taken out', () => expect(missingDefaults(['--a'], ['--a', '--b'])).toEqual(['--b']));
