import type { SpecFailure } from '../errors/spec-error.js';
import { maxYamlDepth } from './yaml-limits.js';

/** What to do about an unquoted value whose placeholder YAML takes for a map. */
export const quotePlaceholder =
  'Quote a value that begins with {{, or holds it inside of [ ] or { }, for example "{{model_path}} --port {{port}}".';

const unclosed = {
  detail: 'A quote or bracket that was opened before is not closed.',
  hint: 'Close it, or quote the value that holds it.',
};

/** The parser's words, by how they begin, and ours for people who do not write parsers. */
const explanations: readonly (readonly [start: string, failure: { readonly detail: string; readonly hint: string }])[] =
  [
    ['deficient indentation', unclosed],
    ['unexpected end of the', unclosed],
    [
      'bad indentation of a',
      {
        detail: 'This does not fit into the map or list around it.',
        hint: 'Line up its fields, and quote a value that holds ": " or begins with a quote, bracket or brace.',
      },
    ],
    ['tab characters', { detail: 'A line is indented with a tab.', hint: 'Indent with blanks.' }],
    [
      'end of the stream or a document separator',
      { detail: 'A field was expected here.', hint: 'Write each field as name: value.' },
    ],
    ['null byte', { detail: 'The document holds a NUL byte.', hint: 'Save it as plain text.' }],
  ];

/** Explains why a source is not YAML; `lineAt` is the text of the line where reading it ended. */
export function syntaxFailure(reason: string, source: string, lineAt: string): SpecFailure {
  if (reason.startsWith('nesting exceeded')) {
    return { code: 'nesting_too_deep', detail: `Lists and maps are nested more than ${maxYamlDepth} deep.` };
  }
  const known = explanations.find(([start]) => reason.startsWith(start))?.[1];
  const hint = mistakeIn(source, known === unclosed ? '' : lineAt) ?? known?.hint;
  const detail = known?.detail ?? `This is not YAML: ${reason}.`;
  return { code: 'yaml_syntax', detail, ...(hint === undefined ? {} : { hint }) };
}

/** The two mistakes that people make: a placeholder without quotes, and Markdown around the YAML. */
function mistakeIn(source: string, lineAt: string): string | undefined {
  if (source.startsWith('```')) return 'Remove the ``` lines around the YAML.';
  return /:[ \t]+\{\{/.test(source) || holdsBare(lineAt) ? quotePlaceholder : undefined;
}

const holdsBare = (line: string): boolean => line.replaceAll(/"[^"]*"|'[^']*'|\s#.*/g, '').includes('{{');
