import type { SpecFailure } from '../errors/spec-error.js';
import { quotePlaceholder } from './syntax-failure.js';
import type { YamlNode } from './yaml-node.js';

export const limitFailures = {
  alias_limit: {
    code: 'alias_limit',
    detail: 'The document is too large once its aliases are written out (100 000 nodes, 1 MiB of text).',
  },
  nesting_too_deep: { code: 'nesting_too_deep', detail: 'Lists and maps are nested more than 64 deep.' },
} as const satisfies Record<string, SpecFailure>;

/** Two braces are a map as the key of a map. */
export const notAKey = (key: YamlNode): SpecFailure => ({
  code: 'yaml_syntax',
  detail: 'A key must be a text.',
  ...(key.kind === 'mapping' ? { hint: quotePlaceholder } : {}),
});

export const cannotMerge: SpecFailure = {
  code: 'invalid_merge',
  detail: 'Only a map, or a list of maps, can be merged by <<.',
};

export const duplicateKey = (key: string): SpecFailure => ({
  code: 'duplicate_key',
  detail: `The key ${JSON.stringify(short(key))} stands here twice.`,
  hint: 'Keep one of them.',
});

export const unknownAlias = (name: string): SpecFailure => ({
  code: 'yaml_syntax',
  detail: `There is no anchor for the alias *${short(name)}.`,
  hint: 'Quote a value that begins with *.',
});

export const cycle = (name: string): SpecFailure => ({
  code: 'alias_limit',
  detail: `The alias *${short(name)} stands inside of what it stands for.`,
});

export const unsupportedTag = (written: string): SpecFailure => ({
  code: 'unsupported_tag',
  detail: `The tag ${short(written)} is not supported here.`,
  hint: 'Only the core tags (!!str !!int !!float !!bool !!null !!map !!seq) and ! are.',
});

/** A name may be as long as the document. */
const short = (name: string): string => name.slice(0, 100);
