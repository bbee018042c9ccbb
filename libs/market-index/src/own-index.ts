import { err, ok, type FieldError, type Result } from '@enginehouse/contracts';
import {
  FieldReader,
  withPositions,
  type MappingNode,
  type SequenceNode,
  type YamlText,
} from '@enginehouse/backend-spec/yaml';
import { fault } from './fault.js';
import { indexFormat, indexFormatName } from './index-format.js';

/** The list of an index; the text after the offset `end` belongs to none of its items. */
export interface OwnIndex {
  readonly items: SequenceNode['items'];
  readonly end: number;
}

/** Reads the outermost fields of our own index. Fields that begin with `x-` are its author's, a place for anchors. */
export function readOwnIndex(root: MappingNode, text: YamlText): Result<OwnIndex, readonly FieldError[]> {
  const reader = new FieldReader();
  const format = reader.requiredText(root, [], 'format');
  if (format !== undefined && format !== indexFormat) return err([unknownFormat(format, root, text)]);
  const known = new Map([...root.entries].filter(([name]) => !name.startsWith('x-')));
  reader.onlyFields({ ...root, entries: known }, [], indexFields);
  const list = entriesIn(root, reader);
  if (reader.errors.length > 0 || list === undefined) {
    return err(withPositions([...text.errors, ...reader.errors], text.lines));
  }
  return ok(list);
}

function entriesIn(root: MappingNode, reader: FieldReader): OwnIndex | undefined {
  const list = root.entries.get('entries')?.value;
  if (list === undefined) return reader.fail(['entries'], root.at, entriesNeeded);
  const items = reader.items(list, ['entries']);
  return items && { items, end: nextField(root, items.at(-1)?.at ?? list.at) };
}

const indexFields: ReadonlySet<string> = new Set(['format', 'entries', '$schema']);

const entriesNeeded = { code: 'required', detail: 'entries is needed here.' } as const;

/** Where the first field begins that stands after this. */
function nextField(root: MappingNode, after: number): number {
  let next = Infinity;
  for (const { keyAt } of root.entries.values()) if (keyAt > after) next = Math.min(next, keyAt);
  return next;
}

function unknownFormat(format: string, root: MappingNode, { lines }: YamlText): FieldError {
  const detail = `This Enginehouse reads ${indexFormat}, not ${JSON.stringify(format.slice(0, 100))}.`;
  const isOurs = format.startsWith(`${indexFormatName}/`);
  const hint = isOurs ? 'A newer Enginehouse may read it.' : `Write format: ${indexFormat}`;
  const at = root.entries.get('format')?.value.at ?? root.at;
  return fault(['format'], { code: 'unknown-format', detail, hint }, lines.positionOf(at));
}
