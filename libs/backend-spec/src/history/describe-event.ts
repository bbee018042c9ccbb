import { backendEvents, type BackendEvent, type BackendEventType } from '@enginehouse/contracts';

type Words = {
  readonly [T in BackendEventType]: (data: Extract<BackendEvent, { type: T }>['data']) => string;
};

const mostNames = 10;

/** Names of fields and versions only: what stands in an environment or a command may be secret. */
const words: Words = {
  BackendRegistered: ({ definition }) => `registered with ${listed(definition.versions.map(named))}`,
  BackendDescribed: ({ changes }) => `changed ${Object.keys(changes).join(', ')}`,
  VersionAdded: ({ version }) => `added version ${version.name}`,
  VersionChanged: ({ version }) => `changed version ${version.name}`,
  VersionDeprecated: ({ version, message }) => `deprecated version ${version}${message ? `: ${message}` : ''}`,
  VersionRestored: ({ version }) => `restored version ${version}`,
  VersionRemoved: ({ version }) => `removed version ${version}`,
  VersionsReordered: ({ versions }) => `ordered the versions ${listed(versions)}`,
  DefaultVersionSet: ({ version }) =>
    version === null ? 'chose no default version' : `chose default version ${version}`,
  BackendDeleted: () => 'deleted',
  BackendRolledBack: ({ toRevision }) => `rolled back to revision ${toRevision}`,
  RemovalAbandoned: () => 'a removal was given up',
};

const named = ({ name }: { readonly name: string }): string => name;

function listed(names: readonly string[]): string {
  const rest = names.length - mostNames;
  const shown = names.slice(0, mostNames).join(', ') || 'no version';
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}

/** A backend's event in plain words, without the values of any field; one that cannot be read comes back as its type. */
export function describeEvent({ type, data }: { readonly type: string; readonly data: unknown }): string {
  if (!isKnown(type)) return type;
  const parsed = backendEvents[type].safeParse(data);
  return parsed.success ? (words[type] as (data: unknown) => string)(parsed.data) : type;
}

const isKnown = (type: string): type is BackendEventType => Object.hasOwn(backendEvents, type);
