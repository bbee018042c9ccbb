import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { indexJsonSchema } from './index.js';
import { readingText, readOf } from './testing/index-files.js';

const page = readFileSync(new URL('../../../docs/marketplace/index-format.md', import.meta.url), 'utf8');
const examples = Array.from(page.matchAll(/^```yaml\n([^]*?)^```$/gm), ([, text = '']) => text);

describe('the page for publishers', () => {
  it.each([
    ['an index', 0, ['Example-Engine', 'Example-Engine-Classic']],
    ['an index without entries', 1, []],
    ["GPUStack's list", 2, ['Example-Engine', 'Example-Whisper']],
  ])('shows %s that is read without complaint', (_, index, names) => {
    const { entries, rejected, warnings } = readOf(readingText(examples[index] ?? ''));
    expect({ names: entries.map(({ name }) => name), rejected, warnings }).toEqual({
      names,
      rejected: [],
      warnings: [],
    });
  });

  it('shows every field of an entry, and of a backend', () => {
    const [example = ''] = examples;
    for (const name of propertyNames(indexJsonSchema())) expect(example).toContain(`${name}:`);
  });
});

/** The names of all fields in a JSON Schema. */
function propertyNames(schema: unknown): readonly string[] {
  if (Array.isArray(schema)) return schema.flatMap(propertyNames);
  if (typeof schema !== 'object' || schema === null) return [];
  const own = 'properties' in schema ? Object.keys(schema.properties as object) : [];
  return [...own, ...Object.values(schema).flatMap(propertyNames)];
}
