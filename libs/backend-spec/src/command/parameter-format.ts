import { isParameterKey } from './parameter-key.js';

/** How a backend wants option values: `--key value` or `--key=value`. */
export type ParameterFormat = 'space' | 'equal';

/**
 * Writes the options of an argument list in one format. An option with several values stays in the space form, because
 * `--key=a --key=b` means something else to most argument parsers.
 */
export function formatParameters(words: readonly string[], format: ParameterFormat): string[] {
  const result: string[] = [];
  let index = 0;
  while (index < words.length) {
    const word = words[index] ?? '';
    const group = isParameterKey(word) ? optionAt(words, index) : { key: word, values: [], length: 1 };
    for (const each of formatOption(group.key, group.values, format)) result.push(each);
    index += group.length;
  }
  return result;
}

interface OptionGroup {
  readonly key: string;
  readonly values: readonly string[];
  readonly length: number;
}

function optionAt(words: readonly string[], start: number): OptionGroup {
  const word = words[start] ?? '';
  const equals = word.indexOf('=');
  if (equals >= 0) return { key: word.slice(0, equals), values: [word.slice(equals + 1)], length: 1 };
  let end = start + 1;
  while (end < words.length && !isParameterKey(words[end] ?? '')) end += 1;
  return { key: word, values: words.slice(start + 1, end), length: end - start };
}

function formatOption(key: string, values: readonly string[], format: ParameterFormat): readonly string[] {
  const [value] = values;
  return format === 'equal' && value !== undefined && values.length === 1 ? [`${key}=${value}`] : [key, ...values];
}
