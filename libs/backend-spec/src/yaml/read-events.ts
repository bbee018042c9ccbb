import { err, ok, type Result } from '@enginehouse/contracts';
import { parseEvents, YAMLException, type Event } from 'js-yaml';
import { LineIndex } from './line-index.js';
import { maxYamlDepth } from './yaml-limits.js';

/** The events of a source. They refer by offsets to `source`, in which some lines may be indented more than its author did. */
export interface ReadEvents {
  readonly events: readonly Event[];
  readonly source: string;
  readonly lines: LineIndex;
}

/** Why a source is not YAML, in the parser's words. */
export interface SyntaxFault {
  readonly reason: string;
  /** One that has text: what is missing at the end is missing behind the last thing that is written. */
  readonly line: number;
  readonly column: number;
}

const PADDING = 256;
const MAX_PADDED = 100;
/** Every padded line costs another parse; large documents get fewer. */
const MAX_PARSED = 2 * 1024 * 1024;

/**
 * Parses a source into events. The letter of YAML wants every line of a list in brackets, or of a quoted text, indented
 * deeper than its field; other readers do not insist on it, and a closing bracket at the start of its line is common:
 *
 *     common_parameters: [
 *       --port
 *     ]
 *
 * There blanks at the start of a line mean nothing, so such lines are given some, and the source is parsed again.
 */
export function readEvents(source: string): Result<ReadEvents, SyntaxFault> {
  const padded = new Set<number>();
  const maxPadded = Math.min(MAX_PADDED, Math.floor(MAX_PARSED / source.length));
  let text = source;
  let first: SyntaxFault | undefined;
  for (;;) {
    const lines = new LineIndex(text, padded, PADDING);
    const parsed = parseOnce(text);
    if (parsed.ok) return ok({ events: parsed.value, source: text, lines });
    const { reason, position } = parsed.error;
    const fault = { reason, ...lines.positionOf(Math.min(position, text.trimEnd().length)) };
    first ??= fault;
    const start = lineStart(text, position);
    // Padding that helps nothing leaves the first fault as the one to tell of.
    if (reason.startsWith(UNCLOSED)) return err(first);
    if (reason !== UNDER_INDENTED || isSeparator(text, start)) return err(fault);
    if (padded.has(start) || padded.size >= maxPadded) return err(first);
    padded.add(start);
    text = text.slice(0, start) + ' '.repeat(PADDING) + text.slice(start);
  }
}

const UNDER_INDENTED = 'deficient indentation';
const UNCLOSED = 'unexpected end of the';

interface ParserFault {
  readonly reason: string;
  readonly position: number;
}

function parseOnce(text: string): Result<Event[], ParserFault> {
  try {
    return ok(parseEvents(text, { maxDepth: maxYamlDepth }));
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return err({ reason: error.reason, position: error.mark?.position ?? 0 });
  }
}

const lineStart = (text: string, position: number): number =>
  Math.max(text.lastIndexOf('\n', position - 1), text.lastIndexOf('\r', position - 1)) + 1;

/** A document marker ends a document wherever it stands. */
const isSeparator = (text: string, start: number): boolean =>
  /^(?:---|\.\.\.)(?:\s|$)/.test(text.slice(start, start + 4));
