import type { BackendDefinition, BackendVersion } from '@enginehouse/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { definitionFor } from '../conformance/definition-arbitrary.contract.js';
import { compareVersions } from './compare-versions.js';
import { versionsByFramework } from './versions-by-framework.js';

const version = (name: string, ...frameworks: readonly string[]): BackendVersion => ({
  name,
  images: frameworks.map((framework) => ({ framework, image_name: `engine:${framework}` })),
});
const deprecated = (text: string, given: BackendVersion): BackendVersion => ({ ...given, deprecated: text });

const anyDefinition = fc.oneof(definitionFor('create'), definitionFor('community'), definitionFor('built_in'));
const pairsOf = (groups: readonly { readonly framework: string; readonly versions: readonly string[] }[]) =>
  groups.flatMap(({ framework, versions }) => versions.map((name) => JSON.stringify([framework, name])));
const pairsOffered = ({ versions }: BackendDefinition) =>
  versions
    .filter((each) => each.deprecated === undefined)
    .flatMap(({ name, images }) => images.map(({ framework }) => JSON.stringify([framework, name])));

describe('the versions of each framework', () => {
  it('are latest first, and frameworks in the order in which versions name them', () => {
    const versions = [version('1.9', 'rocm', 'cuda'), version('1.10', 'cuda'), version('1.10rc1', 'cuda', 'cpu')];
    expect(versionsByFramework({ versions })).toEqual([
      { framework: 'rocm', versions: ['1.9'] },
      { framework: 'cuda', versions: ['1.10', '1.10rc1', '1.9'] },
      { framework: 'cpu', versions: ['1.10rc1'] },
    ]);
  });

  it('leave out what is deprecated, also without a message, and what upstream withdrew', () => {
    const versions = [
      deprecated('', version('3', 'cuda', 'cann')),
      deprecated('withdrawn by team on 2026-11-23', version('2', 'cuda')),
      version('1', 'cuda'),
    ];
    expect(versionsByFramework({ versions })).toEqual([{ framework: 'cuda', versions: ['1'] }]);
  });

  it('are none where nothing is on offer', () => {
    expect(versionsByFramework({ versions: [] })).toEqual([]);
    expect(versionsByFramework({ versions: [deprecated('old', version('1', 'cpu'))] })).toEqual([]);
  });

  it('hold every version on offer once for each of its frameworks, and nothing else', () => {
    fc.assert(
      fc.property(anyDefinition, (definition) => {
        expect(pairsOf(versionsByFramework(definition)).toSorted()).toEqual(pairsOffered(definition).toSorted());
      }),
    );
  });

  it('are never followed by a later one, and no framework is without one', () => {
    fc.assert(
      fc.property(anyDefinition, (definition) => {
        for (const { versions } of versionsByFramework(definition)) {
          expect(versions.length).toBeGreaterThan(0);
          versions.slice(1).forEach((name, at) => expect(compareVersions(versions[at] ?? '', name)).not.toBe(-1));
        }
      }),
    );
  });
});
