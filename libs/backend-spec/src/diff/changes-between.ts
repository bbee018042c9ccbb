import type { BackendDefinition, BackendEvent, BackendFields, BackendVersion } from '@enginehouse/contracts';
import { applyChange } from './apply-change.js';
import { describedFields } from './definition-fields.js';
import { sameValue } from './same-value.js';

/** A change of a backend that exists and goes on existing. */
export type BackendChange = Exclude<
  BackendEvent,
  { type: 'BackendRegistered' | 'BackendDeleted' | 'BackendRolledBack' | 'RemovalAbandoned' }
>;

/**
 * The fewest changes that turn one definition into another, as the events to append. Every step in between is sound:
 * versions come before a default that names them, and go after it has moved away. The name never changes.
 */
export function changesBetween(current: BackendDefinition, wanted: BackendDefinition): BackendChange[] {
  const changes = fieldChanges(current, wanted);
  const names = wanted.versions.map(({ name }) => name);
  const reached = changes.reduce(applyChange, current).versions.map(({ name }) => name);
  return sameValue(reached, names) ? changes : [...changes, { type: 'VersionsReordered', data: { versions: names } }];
}

function fieldChanges(current: BackendDefinition, wanted: BackendDefinition): BackendChange[] {
  const old = new Map(current.versions.map((version) => [version.name, version]));
  const wantedNames = new Set(wanted.versions.map(({ name }) => name));
  return [
    ...describedChanges(current, wanted),
    ...wanted.versions.flatMap((version) => versionChanges(old.get(version.name), version)),
    ...defaultVersionChanges(current, wanted),
    ...current.versions.flatMap(({ name }) =>
      wantedNames.has(name) ? [] : [{ type: 'VersionRemoved', data: { version: name } } as const],
    ),
  ];
}

function describedChanges(current: BackendDefinition, wanted: BackendDefinition): BackendChange[] {
  const different = describedFields.filter((field) => !sameValue(current[field], wanted[field]));
  if (different.length === 0) return [];
  const changes: BackendFields = Object.fromEntries(different.map((field) => [field, wanted[field] ?? null]));
  return [{ type: 'BackendDescribed', data: { changes } }];
}

function versionChanges(current: BackendVersion | undefined, wanted: BackendVersion): BackendChange[] {
  if (current === undefined) return [{ type: 'VersionAdded', data: { version: wanted } }];
  if (sameValue(current, wanted)) return [];
  const { deprecated } = wanted;
  if (!sameValue({ ...current, deprecated }, wanted)) return [{ type: 'VersionChanged', data: { version: wanted } }];
  return deprecated === undefined
    ? [{ type: 'VersionRestored', data: { version: wanted.name } }]
    : [{ type: 'VersionDeprecated', data: { version: wanted.name, message: deprecated } }];
}

function defaultVersionChanges(current: BackendDefinition, wanted: BackendDefinition): BackendChange[] {
  if (current.default_version === wanted.default_version) return [];
  return [{ type: 'DefaultVersionSet', data: { version: wanted.default_version ?? null } }];
}
