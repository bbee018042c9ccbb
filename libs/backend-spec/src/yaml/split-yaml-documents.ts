/** One document of a text that holds several. */
export interface YamlPart {
  readonly text: string;
  /** The line of the whole text at which it begins, counted from 1. */
  readonly line: number;
}

/**
 * Divides a text at its document markers (`---`, `...`), which stand at the beginning of a line and nowhere else. Each
 * part keeps its directives and its marker; documents without content are left out, so a text of comments has none.
 */
export function splitYamlDocuments(text: string): YamlPart[] {
  const parts: YamlPart[] = [];
  let open: OpenPart = { line: 1, lines: [], marked: false, filled: false };
  const begin = (line: number) => {
    if (open.filled) parts.push({ text: open.lines.join(''), line: open.line });
    open = { line, lines: [], marked: false, filled: false };
  };
  for (const [index, line] of linesOf(text).entries()) {
    if (endMarker.test(line)) {
      begin(index + 2);
      continue;
    }
    const marker = startMarker.test(line);
    if (marker && (open.marked || open.filled)) begin(index + 1);
    open.lines.push(line);
    open.marked ||= marker;
    open.filled ||= hasContent(marker ? line.slice(3) : line, open.marked);
  }
  begin(0);
  return parts;
}

interface OpenPart {
  readonly line: number;
  readonly lines: string[];
  marked: boolean;
  filled: boolean;
}

const startMarker = /^---(?=\s|$)/;
const endMarker = /^\.\.\.(?=\s|$)/;
const byteOrderMark = /^\uFEFF/;

/** The lines with their ends; what comes after the last end is a line only where there is something. */
const linesOf = (text: string): string[] =>
  text.replace(byteOrderMark, '').match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];

/** Blank lines, comments and (before the marker) directives say nothing. */
function hasContent(line: string, marked: boolean): boolean {
  const trimmed = line.trim();
  if (trimmed === '' || trimmed.startsWith('#')) return false;
  return marked || !line.startsWith('%');
}
