import { err, ok, type Result } from '@enginehouse/contracts';
import { EVENT_ID, parseEvents, YAMLException, type DocumentDirective, type Event } from 'js-yaml';
import { errorAt, type SpecFailure } from '../errors/spec-error.js';
import { maxYamlDepth } from './yaml-limits.js';
import type { LocatedError } from './located-error.js';

/** The events of the one document of a source. */
export interface DocumentEvents {
  readonly events: readonly Event[];
  readonly directives: readonly DocumentDirective[];
}

/** Reads the syntax of a source that must hold exactly one document. The events refer to the source by offsets. */
export function parseYamlEvents(source: string): Result<DocumentEvents, LocatedError> {
  const events = readEvents(source);
  if (!events.ok) return events;
  const documents = events.value.flatMap((event) => (event.type === EVENT_ID.DOCUMENT ? event : []));
  const [document] = documents;
  if (document === undefined) return err(failed({ code: 'empty_document', detail: 'The document is empty.' }, 0));
  if (documents.length > 1) {
    const failure = { code: 'multiple_documents', detail: 'There is more than one document (---).' } as const;
    return err(failed({ ...failure, hint: 'Write one document per backend.' }, 0));
  }
  return ok({ events: events.value.slice(1), directives: document.directives });
}

function readEvents(source: string): Result<Event[], LocatedError> {
  try {
    return ok(parseEvents(source, { maxDepth: maxYamlDepth }));
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return err(failed(syntaxFailure(error.reason, source), error.mark?.position ?? 0));
  }
}

const failed = (failure: SpecFailure, at: number): LocatedError => ({ error: errorAt([], failure), at });

function syntaxFailure(reason: string, source: string): SpecFailure {
  if (reason.startsWith('nesting exceeded')) {
    return { code: 'nesting_too_deep', detail: `Lists and maps are nested more than ${maxYamlDepth} deep.` };
  }
  const detail = `This is not YAML: ${reason}.`;
  return { code: 'yaml_syntax', detail, ...(hintFor(source) ?? {}) };
}

/** The two mistakes that people make: a placeholder without quotes, and Markdown around the YAML. */
function hintFor(source: string): { hint: string } | undefined {
  if (source.startsWith('```')) return { hint: 'Remove the ``` lines around the YAML.' };
  return /:[ \t]+\{\{/.test(source) ? { hint: quotePlaceholder } : undefined;
}

export const quotePlaceholder = 'Quote a value that begins with {{, for example "{{model_path}} --port {{port}}".';
