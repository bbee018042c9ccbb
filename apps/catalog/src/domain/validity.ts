import { checkAddedVersionName, validateDefinition } from '@enginehouse/backend-spec';
import {
  err,
  ok,
  type BackendEvent,
  type BackendSource,
  type FieldError,
  type FieldPath,
} from '@enginehouse/contracts';
import { fold, type Backend } from './backend.js';
import type { Decision } from './backend.decisions.js';
import { refusals } from './refusals.js';

/** What fits into one event and one answer on the bus, with room for what travels around it. */
const mostBytes = 700 * 1024;

/** Lets events happen only where the definition they lead to is valid. */
export function valid(state: Backend, events: readonly BackendEvent[]): Decision {
  const after = fold(events, state);
  if (after.status !== 'live') return ok(events);
  const bytes = Buffer.byteLength(JSON.stringify(after.definition));
  if (bytes > mostBytes) return err(refusals.tooLarge(bytes, mostBytes));
  const errors = validateDefinition(after.definition, { source: after.source });
  return errors.length > 0 ? err(refusals.invalidDefinition(errors)) : ok(events);
}

/** What is wrong with the name of a version that a user adds; `path` is the version's. */
export function versionNameErrors(
  name: string,
  source: BackendSource,
  path: FieldPath = ['version'],
): readonly FieldError[] {
  const checked = checkAddedVersionName(name, source);
  return checked.ok ? [] : [{ ...checked.error, path: [...path, 'name'] }];
}
