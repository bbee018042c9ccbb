import { safeText } from './safe-text.js';

export type Fact = readonly [name: string, value: string | number | undefined | null];

/** Names and values, one per line, values under each other; what is not known is left out. */
export function facts(list: readonly Fact[]): string {
  const known = list.filter(([, value]) => value !== undefined && value !== null && value !== '');
  const width = Math.max(0, ...known.map(([name]) => name.length + 1));
  return known.map(([name, value]) => line(`${name}:`.padEnd(width), String(value), width)).join('');
}

/** Lines of a value after the first are indented under it. */
function line(name: string, value: string, width: number): string {
  const indent = `\n${' '.repeat(width + 2)}`;
  return `${name}  ${safeText(value).split('\n').join(indent)}\n`;
}
