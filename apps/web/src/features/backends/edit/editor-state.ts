import { diffDefinitions, printBackendYaml } from '@enginehouse/backend-spec';
import type { BackendDefinition, FieldError } from '@enginehouse/contracts';
import { checkDefinition, type Subject } from './check.js';
import { collisions, definitionOf, draftOf, type Draft } from './draft.js';
import { placed, readYaml } from './yaml-reading.js';

export type Side = 'form' | 'yaml';

/** What is being edited. The side that is shown holds the truth; the other is made from it when the sides change. */
export interface EditorState {
  readonly side: Side;
  readonly draft: Draft;
  readonly text: string;
  /** A text and the definition it stands for: while the form has the same, the text comes back as it was typed. */
  readonly pair?: { readonly text: string; readonly definition: BackendDefinition };
  /** What it was when editing began: whether there is something to lose. */
  readonly start: BackendDefinition;
}

/** What is written now. `definition` is missing where the text cannot be read. */
export interface Written {
  readonly definition?: BackendDefinition;
  readonly errors: readonly FieldError[];
}

export function openEditor(draft: Draft): EditorState {
  return { side: 'form', draft, text: '', start: definitionOf(draft) };
}

export function written(state: EditorState, subject: Subject): Written {
  if (state.side === 'yaml') return writtenText(state, subject);
  const definition = definitionOf(state.draft);
  const found = checkDefinition(definition, subject);
  const more = collisions(state.draft).filter(({ code }) => code !== 'duplicate_version');
  return { definition, errors: [...found, ...more] };
}

/**
 * A text that was made from the form has the faults of the form: what is empty there is no less to be mended for making
 * it a text that cannot be read as a whole.
 */
function writtenText({ text, pair }: EditorState, subject: Subject): Written {
  const read = readYaml(text, subject);
  if (read.definition || pair?.text !== text) return read;
  return { errors: placed(text, checkDefinition(pair.definition, subject), pair.definition) };
}

/** The other side, with nothing lost; or what keeps it from being shown. */
export function turned(state: EditorState, side: Side, subject: Subject): EditorState | readonly FieldError[] {
  if (side === state.side) return state;
  return side === 'yaml' ? asYaml(state) : asForm(state, subject);
}

function asYaml(state: EditorState): EditorState | readonly FieldError[] {
  const lost = collisions(state.draft);
  if (lost.length > 0) return lost;
  const definition = definitionOf(state.draft);
  if (state.pair && isSame(state.pair.definition, definition)) return { ...state, side: 'yaml', text: state.pair.text };
  const text = printBackendYaml(definition);
  return { ...state, side: 'yaml', text, pair: { text, definition } };
}

function asForm(state: EditorState, subject: Subject): EditorState | readonly FieldError[] {
  const { text, pair, draft } = state;
  if (pair?.text === text) return { ...state, side: 'form' };
  const { definition, errors } = readYaml(text, subject);
  if (!definition) return errors;
  return { ...state, side: 'form', draft: draftOf(definition, draft), pair: { text, definition } };
}

/** Whether leaving would lose something. */
export function isDirty(state: EditorState): boolean {
  if (state.side === 'form') return !isSame(state.start, definitionOf(state.draft));
  return state.text !== printBackendYaml(state.start);
}

const isSame = (one: BackendDefinition, other: BackendDefinition): boolean => diffDefinitions(one, other).length === 0;
