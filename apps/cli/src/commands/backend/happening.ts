import { backendEvents, type BackendEvent, type BackendEventType, type HistoryEntry } from '@enginehouse/contracts';

type Words = {
  readonly [T in BackendEventType]: (data: Extract<BackendEvent, { type: T }>['data']) => string;
};

const words: Words = {
  BackendRegistered: ({ definition }) => `registered with ${definition.versions.map(named).join(', ') || 'no version'}`,
  BackendDescribed: ({ changes }) => `changed ${Object.keys(changes).join(', ')}`,
  VersionAdded: ({ version }) => `added version ${version.name}`,
  VersionChanged: ({ version }) => `changed version ${version.name}`,
  VersionDeprecated: ({ version, message }) => `deprecated version ${version}${message ? `: ${message}` : ''}`,
  VersionRestored: ({ version }) => `restored version ${version}`,
  VersionRemoved: ({ version }) => `removed version ${version}`,
  VersionsReordered: ({ versions }) => `ordered the versions ${versions.join(', ')}`,
  DefaultVersionSet: ({ version }) =>
    version === null ? 'chose no default version' : `chose default version ${version}`,
  BackendDeleted: () => 'deleted',
  BackendRolledBack: ({ toRevision }) => `rolled back to revision ${toRevision}`,
  RemovalAbandoned: () => 'a removal was given up',
};

const named = ({ name }: { readonly name: string }): string => name;

/** An event of a backend in plain words; one that this program does not know by its type. */
export function happening({ type, data }: Pick<HistoryEntry, 'type' | 'data'>): string {
  if (!isKnown(type)) return type;
  const parsed = backendEvents[type].safeParse(data);
  return parsed.success ? (words[type] as (data: unknown) => string)(parsed.data) : type;
}

const isKnown = (type: string): type is BackendEventType => Object.hasOwn(words, type);
