import type { BackendDefinition } from '@enginehouse/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { definitionFor } from '../conformance/definition-arbitrary.contract.js';
import { applyChange } from './apply-change.js';
import { changesBetween } from './changes-between.js';

const images = [{ framework: 'cpu', image_name: 'a' }];
const base: BackendDefinition = {
  backend_name: 'my-custom',
  description: 'old',
  default_version: 'v1',
  versions: [
    { name: 'v1', images },
    { name: 'v2', images, deprecated: 'old' },
    { name: 'v3', images },
  ],
};

describe('changesBetween', () => {
  it('leads from any definition to any other', () => {
    fc.assert(
      fc.property(definitionFor('built_in'), definitionFor('built_in'), (current, other) => {
        const wanted = { ...other, backend_name: current.backend_name };
        const reached = changesBetween(current, wanted).reduce(applyChange, current);
        expect(reached).toEqual(wanted);
        expect(reached.versions.map(({ name }) => name)).toEqual(wanted.versions.map(({ name }) => name));
      }),
      { numRuns: 500 },
    );
  }, 60_000);

  it('is empty between equal definitions', () => {
    fc.assert(
      fc.property(definitionFor('create'), (definition) => {
        expect(changesBetween(definition, structuredClone(definition))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('names only the fields that differ, and clears those that are gone', () => {
    const wanted: BackendDefinition = { ...base, description: undefined, parameter_format: 'equal' };
    expect(changesBetween(base, wanted)).toEqual([
      { type: 'BackendDescribed', data: { changes: { description: null, parameter_format: 'equal' } } },
    ]);
  });

  it('deprecates and restores a version without changing it', () => {
    const wanted = {
      ...base,
      versions: [
        { name: 'v1', images, deprecated: '' },
        { name: 'v2', images },
        { name: 'v3', images },
      ],
    };
    expect(changesBetween(base, wanted)).toEqual([
      { type: 'VersionDeprecated', data: { version: 'v1', message: '' } },
      { type: 'VersionRestored', data: { version: 'v2' } },
    ]);
  });

  it('never leaves a default version that is not there on the way', () => {
    const wanted: BackendDefinition = {
      ...base,
      default_version: 'v4',
      versions: [
        { name: 'v3', images, run_command: 'x' },
        { name: 'v4', images },
      ],
    };
    const changes = changesBetween(base, wanted);
    expect(changes.map(({ type }) => type)).toEqual([
      'VersionChanged',
      'VersionAdded',
      'DefaultVersionSet',
      'VersionRemoved',
      'VersionRemoved',
    ]);
    let state = base;
    for (const change of changes) {
      state = applyChange(state, change);
      expect(state.versions.map(({ name }) => name)).toContain(state.default_version);
    }
  });

  it('moves versions in one step', () => {
    const wanted = { ...base, versions: base.versions.toReversed() };
    expect(changesBetween(base, wanted)).toEqual([
      { type: 'VersionsReordered', data: { versions: ['v3', 'v2', 'v1'] } },
    ]);
  });
});
