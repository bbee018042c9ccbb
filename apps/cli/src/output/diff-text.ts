import type { DefinitionDiff } from '@enginehouse/contracts';
import type { Color, Paint } from './colors.js';
import { pathText } from './problem-text.js';
import { safeText } from './safe-text.js';

type Change = DefinitionDiff['changes'][number];

/** The fields that differ, one under the other: `+` came, `-` went, `~` is another now. */
export function diffText(changes: readonly Change[], paint: Paint): string {
  return changes.flatMap((change) => changeLines(change, paint)).join('');
}

function changeLines({ path, before, after }: Change, paint: Paint): string[] {
  const name = pathText(path);
  if (before === undefined) return valueLines('+', name, after).map((line) => painted(paint, 'green', line));
  if (after === undefined) return valueLines('-', name, before).map((line) => painted(paint, 'red', line));
  return [
    painted(paint, 'yellow', `~ ${name}`),
    ...textLines(before).map((line) => painted(paint, 'red', `    - ${line}`)),
    ...textLines(after).map((line) => painted(paint, 'green', `    + ${line}`)),
  ];
}

const painted = (paint: Paint, color: Color, line: string): string => `${paint(color, safeText(line))}\n`;

/** A value that came or went: beside its name, or below it where it has several fields. */
function valueLines(sign: string, name: string, value: unknown): string[] {
  if (isFields(value)) {
    return [`${sign} ${name}`, ...leaves(value).flatMap((leaf) => valueLines(sign, `  ${leaf.name}`, leaf.value))];
  }
  const [first = '', ...rest] = textLines(value);
  return [`${sign} ${name}: ${first}`, ...rest.map((line) => `${sign}     ${line}`)];
}

interface Leaf {
  readonly name: string;
  readonly value: unknown;
}

/** The fields of a version, without its name, which stands above them; images by their framework. */
function leaves(fields: Readonly<Record<string, unknown>>): Leaf[] {
  return Object.entries(fields).flatMap(([field, value]): Leaf[] => {
    if (field === 'name') return [];
    if (field === 'images' && Array.isArray(value)) return value.map(imageLeaf);
    return isFields(value)
      ? Object.entries(value).map(([key, each]) => ({ name: pathText([field, key]), value: each }))
      : [{ name: pathText([field]), value }];
  });
}

function imageLeaf(image: unknown): Leaf {
  const { framework = '', image_name: value } = image as { framework?: string; image_name?: unknown };
  return { name: pathText(['images', framework]), value };
}

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** As JSON on one line; a text of several lines as these. */
const textLines = (value: unknown): string[] =>
  typeof value === 'string' && value.includes('\n') ? value.trimEnd().split('\n') : [JSON.stringify(value)];
