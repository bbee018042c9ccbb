import { err, ok, type FieldError, type Result } from '@enginehouse/contracts';
import { readYamlText, withPositions, type SequenceNode, type YamlText } from '@enginehouse/backend-spec/yaml';
import { countMarks } from './count-marks.js';
import { fault } from './fault.js';
import { shareErrors, type FoundEntry, type ListPlace } from './found-entry.js';
import type { IndexFile } from './index-files.js';
import { indexFormat } from './index-format.js';
import { maxIndexCharacters, maxIndexNodes, maxIndexSize, maxMarks, maxMergedEntries } from './index-limits.js';
import { readOwnIndex } from './own-index.js';

/** Finds the entries of a file, in whichever form it is; the errors say why nothing of it can be read. */
export function findEntries(file: IndexFile): Result<readonly FoundEntry[], readonly FieldError[]> {
  if (isPage(file.bytes)) return err([fault([], webPage, { line: 1, column: 1 })]);
  if (countMarks(file.bytes) > maxMarks) return err([fault([], tooManyValues, { line: 1, column: 1 })]);
  const text = readYamlText(file.bytes, { bytes: maxIndexSize, mergedEntries: maxMergedEntries });
  if (!text.ok) return err([text.error]);
  const { root } = text.value;
  if (root.kind === 'sequence') return entriesOf('backend', root.items, text.value, { end: Infinity, depth: 1 });
  if (root.kind !== 'mapping') return err(nothingKnown(text.value));
  if (root.entries.has('format')) {
    const own = readOwnIndex(root, text.value);
    return own.ok ? entriesOf('entry', own.value.items, text.value, { end: own.value.end, depth: 2 }) : own;
  }
  const isBackend = root.entries.has('backend_name') || root.entries.has('version_configs');
  return isBackend
    ? entriesOf('backend', [root], text.value, { end: Infinity, depth: 0 })
    : err(nothingKnown(text.value));
}

function entriesOf(
  form: FoundEntry['form'],
  items: SequenceNode['items'],
  text: YamlText,
  place: ListPlace,
): Result<readonly FoundEntry[], readonly FieldError[]> {
  if (isTooLarge(items)) return err([fault([], tooLarge, text.lines.positionOf(text.root.at))]);
  const { entries, stray } = shareErrors(form, items, text, place);
  return stray.length > 0 ? err(withPositions(stray, text.lines)) : ok(entries);
}

/** Aliases let a small file stand for a huge one; what a single entry may hold is looked at when it is read. */
function isTooLarge(items: SequenceNode['items']): boolean {
  let nodes = 0;
  let characters = 0;
  for (const { size } of items) {
    nodes += size.nodes;
    characters += size.characters;
  }
  return nodes > maxIndexNodes || characters > maxIndexCharacters;
}

/** YAML and JSON with entries never begin like a tag. */
const isPage = (bytes: Uint8Array): boolean =>
  /^(\xef\xbb\xbf)?\s*<[a-z!?]/i.test(Buffer.from(bytes.subarray(0, 1000)).toString('latin1'));

const webPage = {
  code: 'web-page',
  detail: 'This is an HTML or XML page, not an index.',
  hint: 'Save the file itself; on GitHub that is what its raw address answers.',
} as const;

const tooManyValues = { code: 'input-too-large', detail: 'The file has more values than any index has.' } as const;

const tooLarge = {
  code: 'alias-limit',
  detail: 'The entries are too large once their aliases are written out (1 000 000 values, 16 MiB of text).',
} as const;

function nothingKnown({ root, errors, lines }: YamlText): readonly FieldError[] {
  if (errors.length > 0) return withPositions(errors, lines);
  const isEmpty = root.kind === 'scalar' && root.isNull;
  const hasEntries = root.kind === 'mapping' && root.entries.has('entries');
  return [fault([], isEmpty ? empty : hasEntries ? formatMissing : notKnown, lines.positionOf(root.at))];
}

const empty = { code: 'empty-document', detail: 'The document is empty.' } as const;

const formatMissing = {
  code: 'unknown-format',
  detail: 'An index of Enginehouse says which format it has.',
  hint: `Add the line format: ${indexFormat}`,
} as const;

const notKnown = {
  code: 'unknown-format',
  detail: `This is neither a backend (backend_name: ...), nor a list of backends, nor an index (format: ${indexFormat}).`,
} as const;
