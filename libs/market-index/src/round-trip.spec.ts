import type { BackendDefinition, EntryAbout } from '@enginehouse/contracts';
import { quoteWord, validateDefinition } from '@enginehouse/backend-spec';
import { definitionFor } from '@enginehouse/backend-spec/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentHashOf, printIndex } from './index.js';
import { readingText, readOf } from './testing/index-files.js';

const text = (maxLength: number) =>
  fc
    .oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength }),
      fc.constantFrom('~', '1.10', 'yes', '- a: b', '"', 'a\n b\n'),
    )
    .map((each) => each.replaceAll('\0', '0'))
    .filter((each) => !/\p{Surrogate}/u.test(each) && each.length <= maxLength);

const about: fc.Arbitrary<EntryAbout> = fc.record(
  {
    maintainer: text(20),
    licence: text(20),
    links: fc.array(fc.record({ title: text(20), url: fc.webUrl() }), { maxLength: 3 }),
    changelog: fc.array(
      fc.record({ version: text(10), date: text(10), text: text(50) }, { requiredKeys: ['version', 'text'] }),
      {
        maxLength: 3,
      },
    ),
    minimum_versions: fc.dictionary(fc.constantFrom('cuda', 'rocm', 'constructor'), text(10), {
      noNullPrototype: true,
    }),
    readme: text(100),
  },
  { requiredKeys: ['links', 'changelog', 'minimum_versions'] },
);

/** Commands that can be split, a path that is one: what a backend needs beyond what its YAML needs. */
const sensible = (definition: BackendDefinition): BackendDefinition => ({
  ...definition,
  ...(definition.health_check_path === undefined ? {} : { health_check_path: '/up' }),
  ...withCommands(definition, ['default_run_command', 'default_entrypoint']),
  versions: definition.versions.map((version) => ({
    ...version,
    ...withCommands(version, ['run_command', 'entrypoint']),
  })),
});

function withCommands(fields: object, names: readonly string[]): Record<string, string> {
  const commands = Object.entries(fields).filter(([name]) => names.includes(name));
  return Object.fromEntries(commands.map(([name, command]) => [name, quoteWord(String(command).replaceAll('{', '('))]));
}

const definition = definitionFor('community')
  .map(sensible)
  .filter((each) => validateDefinition(each, { source: 'community' }).length === 0);

const entries = fc.uniqueArray(fc.record({ definition, about }), {
  selector: (entry) => entry.definition.backend_name.toLowerCase(),
  maxLength: 5,
});

describe('an index', () => {
  it('is read as it was printed', () => {
    fc.assert(
      fc.property(entries, (list) => {
        const read = readOf(readingText(printIndex(list)));
        expect(read.rejected).toEqual([]);
        expect(read.warnings).toEqual([]);
        expect(read.entries).toEqual(
          list.map((entry) => ({
            name: entry.definition.backend_name,
            ...entry,
            contentHash: contentHashOf(entry.definition, entry.about),
          })),
        );
      }),
      { numRuns: 500 },
    );
  }, 120_000);
});

describe('the hash of an entry', () => {
  it('does not depend on the order of fields', () => {
    fc.assert(
      fc.property(definition, about, fc.infiniteStream(fc.nat()), (each, its, order) => {
        const shuffled = contentHashOf(
          reordered(each, order) as BackendDefinition,
          reordered(its, order) as EntryAbout,
        );
        expect(shuffled).toBe(contentHashOf(each, its));
      }),
      { numRuns: 500 },
    );
  }, 60_000);

  it('changes with every field, and with the order of versions and of the changelog', () => {
    const base: BackendDefinition = {
      backend_name: 'a',
      default_env: { A: '1' },
      versions: [
        { name: 'v1', images: [{ framework: 'cpu', image_name: 'x' }] },
        { name: 'v2', images: [{ framework: 'cpu', image_name: 'y' }] },
      ],
    };
    const plain: EntryAbout = { links: [], changelog: [], minimum_versions: {} };
    const hashes = [
      contentHashOf(base, plain),
      contentHashOf({ ...base, versions: base.versions.toReversed() }, plain),
      contentHashOf({ ...base, default_env: { A: '2' } }, plain),
      contentHashOf({ ...base, default_env: { a: '1' } }, plain),
      contentHashOf({ ...base, icon: 'data:image/png;base64,AAAA' }, plain),
      contentHashOf(base, { ...plain, deprecated: 'gone' }),
      contentHashOf(base, { ...plain, changelog: [{ version: '1', text: 'a' }] }),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});

/** The same value with the fields of every object in another order. */
function reordered(value: unknown, order: Iterable<number>): unknown {
  const numbers = order[Symbol.iterator]();
  const visit = (each: unknown): unknown => {
    if (Array.isArray(each)) return each.map(visit);
    if (typeof each !== 'object' || each === null) return each;
    const ranked = Object.entries(each).map((entry) => ({ entry, rank: Number(numbers.next().value) }));
    return Object.fromEntries(
      ranked.toSorted((a, b) => a.rank - b.rank).map(({ entry: [name, item] }) => [name, visit(item)]),
    );
  };
  return visit(value);
}
