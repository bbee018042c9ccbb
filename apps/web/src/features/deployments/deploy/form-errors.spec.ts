import { describe, expect, it } from 'vitest';
import { emptyForm, specOf } from './deploy-form.js';
import { errorAt, faultsOf, isNeeded, ofPreview, unreadable } from './form-errors.js';

describe('the faults of a wish', () => {
  it('are not what nobody has been asked for yet', () => {
    expect(faultsOf({ replicas: 1 }, false)).toEqual([]);
    expect(faultsOf({ replicas: 1 }, true).map(({ path }) => path[0])).toEqual(['name', 'backend']);
  });
  it('are told at once where something wrong is typed', () =>
    expect(faultsOf({ name: 'No', backend: 'x' }, false)).toMatchObject([
      { path: ['name'], detail: expect.stringContaining('lower-case') as string },
    ]));
});

describe('a field that must be filled in', () => {
  it('is told from one that is wrong', () => {
    const errors = faultsOf({ name: 'No' }, true);
    expect([isNeeded(errors, 'name'), isNeeded(errors, 'backend')]).toEqual([false, true]);
    expect(errors.map(({ detail }) => detail).join()).not.toMatch(/expected|received/);
  });
});

describe('a label that is none', () => {
  it('is a fault, and no part of the wish', () => {
    expect(unreadable({ labels: ['zone=a', 'foo', '=b'] })).toMatchObject([
      { path: ['placement', 'workerLabels'], detail: 'foo' },
      { path: ['placement', 'workerLabels'], detail: '=b' },
    ]);
    expect(specOf({ ...emptyForm, labels: ['foo'] }, {}).placement).toBeUndefined();
  });
});

describe('the errors at a field', () => {
  const errors = ofPreview([
    { code: 'a', path: ['deployment', 'model', 'source'], detail: 'Not there.', hint: 'Take another.' },
    { code: 'b', path: ['deployment', 'model', 'path'], detail: 'Not there.', hint: 'Take another.' },
    { code: 'c', path: ['deployment', 'modelName'], detail: 'Taken.' },
  ]);
  it('are those of what lies below it, once each', () =>
    expect(errorAt(errors, 'model')).toBe('Not there. Take another.'));
  it('are not those of a field that only begins alike', () => expect(errorAt(errors, 'modelName')).toBe('Taken.'));
  it('are none where all is well', () => expect(errorAt(errors, 'env')).toBeUndefined());
});
