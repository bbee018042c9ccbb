import { diffDefinitions, type FieldChange } from '@enginehouse/backend-spec';
import type { Backend } from '../domain/backend.js';

/** What one answer on the bus can hold, with room for what travels around it. */
const mostBytes = 700_000;
/** How much of a text is shown where all of it would be too much. */
const shownCharacters = 200;

/** The fields in which two states of a backend differ; where there was no backend, there was nothing in any field. */
export function differenceOf(before: Backend, after: Backend): FieldChange[] {
  const changes = diffDefinitions(definitionOf(before), definitionOf(after));
  if (Buffer.byteLength(JSON.stringify(changes)) <= mostBytes) return changes;
  return changes.map((change) => ({
    ...change,
    before: withShortTexts(change.before),
    after: withShortTexts(change.after),
  }));
}

const definitionOf = (backend: Backend) => (backend.status === 'live' ? backend.definition : undefined);

/** Two icons of the largest size do not fit into one answer, and nobody reads them. */
function withShortTexts(value: unknown): unknown {
  if (value === undefined) return undefined;
  return JSON.parse(JSON.stringify(value, (_key, each: unknown) => (typeof each === 'string' ? short(each) : each)));
}

const short = (text: string): string =>
  text.length <= shownCharacters ? text : `${text.slice(0, shownCharacters)}… (${text.length} characters)`;
