import { nameList } from '../name-list.js';
import { upcast } from '../upcasting/upcast.js';
import type { KeptVersion } from './entry.js';
import { entryEvents, sourceEvents, type EntryEvent, type SourceEvent } from './events.js';
import { locationText } from './location-text.js';
import type { UpdatePolicy } from './source.js';

type MarketplaceEvent = SourceEvent | EntryEvent;
type Texts = {
  readonly [T in MarketplaceEvent['type']]: (data: Extract<MarketplaceEvent, { type: T }>['data']) => string;
};

const schemas = { ...sourceEvents, ...entryEvents };

/** Names of fields and versions only: what stands in an environment or a command may be secret. */
const texts: Texts = {
  SourceAdded: ({ location, keys, strict }) =>
    `added: ${locationText(location)}, ${signedBy(keys.length)}${strict ? ', nothing unsigned is taken' : ''}`,
  SourceChanged: ({ changes }) => `changed ${nameList(Object.keys(changes)) || 'nothing'}`,
  SourceKeyTrusted: ({ key }) => `key ${key.id} is trusted`,
  SourceKeyDistrusted: ({ id }) => `key ${id} is not trusted any more`,
  SourceKeyOffered: ({ id }) => `signed with key ${id}, which nobody has trusted yet`,
  SourceSynced: ({ counts, signedBy: key }) =>
    `synced: ${counted(counts.entries, 'entry', 'entries')}, ${counts.added} added, ${counts.changed} changed, ${counts.withdrawn} withdrawn, ${counts.rejected} rejected; ${key === null ? 'not signed' : `signed with key ${key}`}`,
  SourceSyncFailed: ({ detail, failures }) =>
    `could not be synced: ${sentence(detail)}${failures > 1 ? `; ${failures} times in a row` : ''}`,
  SourceAlarmRaised: ({ failures, detail }) => `ALARM, ${failures} syncs in a row failed: ${sentence(detail)}`,
  SourceAlarmCleared: () => 'the alarm is over',
  SourceRemoved: () => 'removed',
  EntryChangeBegun: ({ change }) => `about to ${change} it`,
  EntryChangeAbandoned: ({ detail }) => `that was given up: ${sentence(detail)}`,
  EntryEnabled: ({ name, upstream, catalogRevision, restored }) =>
    `enabled as backend ${name}, revision ${catalogRevision}, with ${counted(upstream.versions.length, 'version')}${restored ? '; what was added to it before is back' : ''}`,
  EntryUpdated: ({ automatic, addedVersions, removedVersions, keptVersions, kept, catalogRevision }) =>
    `updated${automatic ? ' by itself' : ''} to revision ${catalogRevision}${versions('added', addedVersions)}${versions('removed', removedVersions)}${versions('kept', withReasons(keptVersions, kept))}`,
  EntryDisabled: () => 'disabled: its backend was deleted',
  EntryUpdateOffered: ({ addedVersions, changedVersions, withdrawnVersions }) =>
    `upstream has an update${versions('new', addedVersions)}${versions('changed', changedVersions)}${versions('withdrawn', withdrawnVersions)}`,
  EntryWithdrawn: () => 'not offered by its source any more',
  EntryReturned: () => 'offered by its source again',
  EntryPolicySet: ({ policy }) => (policy === null ? 'does as its source says' : policyText(policy)),
};

/** What an event of a source or an entry says, in a few plain words; its type where this version does not know it. */
export function marketplaceEventText(event: {
  readonly type: string;
  readonly schemaVersion?: number;
  readonly data: unknown;
}): string {
  if (!isKnown(event.type)) {
    return event.type;
  }
  const current = upcast({ ...event, schemaVersion: event.schemaVersion ?? 1 });
  const data = schemas[event.type].safeParse(current.data);
  return data.success ? textOf(event.type, data.data) : event.type;
}

/** What happens by itself, and when: `adds new versions by itself, sat, sun 22:00-04:00 Europe/Berlin`. */
export function policyText({ mode, window }: UpdatePolicy): string {
  if (mode === 'notify') {
    return 'only tells of updates';
  }
  const when = window && `, ${window.days.join(', ')} ${window.from}-${window.to} ${window.timeZone}`;
  return `adds new versions by itself${when ?? ''}`;
}

const isKnown = (type: string): type is keyof Texts => Object.hasOwn(schemas, type);

/** The table gives each type its own data; a union of functions cannot say that. */
const textOf = (type: keyof Texts, data: unknown): string => (texts[type] as (data: unknown) => string)(data);

const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
const signedBy = (keys: number): string =>
  keys === 0 ? 'no key is trusted' : `${counted(keys, 'key')} ${keys === 1 ? 'is' : 'are'} trusted`;
const versions = (what: string, names: readonly string[]): string =>
  names.length === 0 ? '' : `; ${what}: ${nameList(names)}`;
const withReasons = (names: readonly string[], kept: readonly KeptVersion[] = []): readonly string[] =>
  kept.length === 0 ? names : kept.map(({ version, reason }) => `${version} (${reason})`);
/** A problem's words may be a sentence; more follows here. */
const sentence = (detail: string): string => detail.replace(/\.$/, '');
