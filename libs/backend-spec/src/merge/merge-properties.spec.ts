import type { BackendDefinition, MergeField } from '@enginehouse/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { definitionFor } from '../conformance/definition-arbitrary.contract.js';
import { mergeAdditions } from './merge-additions.js';
import { mergeDefinitions } from './merge-definitions.js';
import { withdrawnMark } from './withdrawn-mark.js';

const mark = withdrawnMark('community', '2026-11-23');
const names = ['v1', 'v2', 'v3', 'mine-custom'] as const;

/** Few names and values, so that the three meet in most of their fields. */
const close = fc
  .tuple(definitionFor('community'), fc.uniqueArray(fc.constantFrom(...names), { minLength: 1 }), fc.nat())
  .map(([definition, chosen, choice]): BackendDefinition => {
    const versions = chosen.map((name, at) => {
      const from = definition.versions[at % definition.versions.length];
      return { images: [{ framework: 'cpu', image_name: 'a' }], ...from, name };
    });
    const at = versions[choice % (versions.length + 1)];
    const { default_version: _other, ...rest } = definition;
    return { ...rest, backend_name: 'Tabby', ...(at ? { default_version: at.name } : {}), versions };
  });

/** Another definition, or one that differs from the first in single fields. */
const three = fc
  .tuple(close, close, close, fc.array(fc.nat(3), { minLength: 20, maxLength: 20 }))
  .map(([base, other, third, choices]) => ({
    base,
    upstream: mixed(base, other, choices),
    yours: mixed(base, third, choices.toReversed()),
  }));

function mixed(base: BackendDefinition, other: BackendDefinition, choices: readonly number[]): BackendDefinition {
  const keys = [...new Set([...Object.keys(base), ...Object.keys(other)])] as (keyof BackendDefinition)[];
  const entries = keys.map((key, at) => [key, (choices[at] === 0 ? other : base)[key]] as const);
  const definition = Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as BackendDefinition;
  const { default_version: chosen, ...rest } = definition;
  return rest.versions.some(({ name }) => name === chosen) ? definition : rest;
}

const inUse = () => [];
const run = { numRuns: 500 };
const paths = (fields: readonly MergeField[]) => fields.map(({ path }) => JSON.stringify(path)).toSorted();

describe('a merge of any three definitions', () => {
  it('changes nothing where upstream changed nothing', () => {
    fc.assert(
      fc.property(close, close, (base, yours) => {
        const outcome = mergeDefinitions({ base, upstream: structuredClone(base), yours, inUse, mark });
        expect(outcome.merged).toEqual(yours);
        expect(outcome.conflicts).toEqual([]);
      }),
      run,
    );
  }, 60_000);

  it('is what upstream has where nothing was changed here', () => {
    fc.assert(
      fc.property(close, close, (base, upstream) => {
        const outcome = mergeDefinitions({ base, upstream, yours: structuredClone(base), inUse, mark });
        expect(outcome.merged).toEqual(upstream);
        expect(outcome.conflicts).toEqual([]);
      }),
      run,
    );
  }, 60_000);

  it('changes nothing when it is done again', () => {
    fc.assert(
      fc.property(three, fc.boolean(), fc.boolean(), (sides, mine, used) => {
        const uses = () => (used ? ['chat'] : []);
        const merged = decidedAll(sides, mine, uses);
        const again = mergeDefinitions({
          ...sides,
          base: merged.nextBase,
          yours: merged.definition,
          letGo: merged.letGo,
          inUse: uses,
          mark,
        });
        expect(again.merged).toEqual(merged.definition);
        expect(again.nextBase).toEqual(merged.nextBase);
      }),
      run,
    );
  }, 60_000);

  it('keeps every version and every field that the user added or changed, unless it was decided otherwise', () => {
    fc.assert(
      fc.property(three, (sides) => {
        const { definition } = decidedAll(sides, true, inUse);
        const kept = mergeDefinitions({ ...sides, upstream: sides.base, inUse, mark }).fields;
        for (const { path, result } of kept) {
          if (path.length === 1 && ['versions', 'default_version'].includes(path[0] ?? '')) continue;
          expect(at(definition, path), JSON.stringify(path)).toEqual(result);
        }
      }),
      run,
    );
  }, 60_000);

  it('has the same conflicts from either side', () => {
    fc.assert(
      fc.property(three, ({ base, upstream, yours }) => {
        const one = mergeDefinitions({ base, upstream, yours, inUse, mark });
        const other = mergeDefinitions({ base, upstream: yours, yours: upstream, inUse, mark });
        expect(paths(one.conflicts)).toEqual(paths(other.conflicts));
      }),
      run,
    );
  }, 60_000);

  it('ends in a definition whose default version is there, with a version at least', () => {
    fc.assert(
      fc.property(three, fc.boolean(), (sides, mine) => {
        const { definition } = decidedAll(sides, mine, inUse);
        const there = definition.versions.map(({ name }) => name);
        expect([undefined, ...there]).toContain(definition.default_version);
        expect(there).not.toEqual([]);
        expect(new Set(there).size).toBe(there.length);
      }),
      run,
    );
  }, 60_000);

  it('adds versions of upstream alone without touching anything else', () => {
    fc.assert(
      fc.property(three, (sides) => {
        const { merged, addedVersions, nextBase } = mergeAdditions(sides);
        const isOld = ({ name }: { readonly name: string }) => !addedVersions.includes(name);
        expect({ ...merged, versions: merged.versions.filter(isOld) }).toEqual(sides.yours);
        expect({ ...nextBase, versions: nextBase.versions.filter(isOld) }).toEqual(sides.base);
        expect(mergeAdditions({ ...sides, base: nextBase, yours: merged }).addedVersions).toEqual([]);
      }),
      run,
    );
  }, 60_000);
});

type Three = Pick<Parameters<typeof mergeDefinitions>[0], 'base' | 'upstream' | 'yours'>;

function decidedAll(sides: Three, mine: boolean, uses: () => readonly string[]) {
  const open = mergeDefinitions({ ...sides, inUse: uses, mark });
  const decisions = open.conflicts.map(({ path }) => ({
    path,
    take: mine ? ('yours' as const) : ('upstream' as const),
  }));
  const { merged, nextBase, letGo } = mergeDefinitions({ ...sides, inUse: uses, decisions, mark });
  if (!merged) throw new Error('a conflict is left');
  return { definition: merged, nextBase, letGo };
}

/** What stands at a path of a three-way view. */
function at(definition: BackendDefinition, [first, second, third, fourth]: readonly string[]): unknown {
  if (first !== 'versions') {
    const value: unknown = definition[first as keyof BackendDefinition];
    return second === undefined ? value : own(value, second);
  }
  const version = definition.versions.find(({ name }) => name === second);
  if (third === undefined || version === undefined) return version;
  if (third !== 'images') return fourth === undefined ? own(version, third) : own(own(version, third), fourth);
  return fourth === undefined
    ? version.images
    : version.images.find(({ framework }) => framework === fourth)?.image_name;
}

const own = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
