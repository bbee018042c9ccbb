import { err, ok, type Result } from '@enginehouse/contracts';
import { EVENT_ID, type DocumentDirective } from 'js-yaml';
import { errorAt, type SpecError, type SpecFailure } from '../errors/spec-error.js';
import type { TextPosition } from './line-index.js';
import { readEvents, type ReadEvents } from './read-events.js';
import { syntaxFailure } from './syntax-failure.js';

/** The events of the one document of a source. */
export interface DocumentEvents extends ReadEvents {
  readonly directives: readonly DocumentDirective[];
}

/** Reads the syntax of a source that must hold exactly one document. */
export function parseYamlEvents(source: string): Result<DocumentEvents, SpecError> {
  const read = readEvents(source);
  if (!read.ok) {
    const { reason, line } = read.error;
    return err(failed(syntaxFailure(reason, source, lineOf(source, line)), read.error));
  }
  const documents = read.value.events.flatMap((event) => (event.type === EVENT_ID.DOCUMENT ? event : []));
  const [document] = documents;
  if (document === undefined) return err(failed(empty, { line: 1, column: 1 }));
  if (documents.length > 1) {
    return err(failed(severalDocuments, secondDocument(read.value, document.explicitStart)));
  }
  return ok({ ...read.value, events: read.value.events.slice(1), directives: document.directives });
}

const lineOf = (source: string, line: number): string => source.split(/\r\n|\r|\n/, line)[line - 1] ?? '';

const failed = (failure: SpecFailure, { line, column }: TextPosition): SpecError => ({
  ...errorAt([], failure),
  line,
  column,
});

const empty: SpecFailure = { code: 'empty_document', detail: 'The document is empty.' };

const severalDocuments: SpecFailure = {
  code: 'multiple_documents',
  detail: 'A second document (---) begins here.',
  hint: 'Write one document per backend.',
};

/** Nothing but a marker starts with `---` at the beginning of a line. */
function secondDocument({ source, lines }: ReadEvents, firstIsMarked: boolean): TextPosition {
  const markers = [...source.matchAll(/^---(?=\s|$)/gm)];
  return lines.positionOf(markers[firstIsMarked ? 1 : 0]?.index ?? 0);
}
