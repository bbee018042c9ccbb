import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { marketplaceEventText, policyText } from './event-text.js';
import { entryEvents, sourceEvents } from './events.js';
import { locationText } from './location-text.js';

const fixtures = new URL('../upcasting/fixtures/', import.meta.url);
const types = Object.keys({ ...sourceEvents, ...entryEvents });
const recorded = readdirSync(fixtures)
  .map((file) => JSON.parse(readFileSync(new URL(file, fixtures), 'utf8')) as { type: string; data: unknown })
  .filter(({ type }) => types.includes(type));

const taken = {
  upstream: { backend_name: 'Engine', versions: [] },
  provenance: {
    source: 'market',
    location: 'https://market.example/',
    upstreamRef: null,
    snapshotDigest: 'd',
    contentHash: 'h',
    signedBy: null,
    syncedAt: '',
  },
  digests: [],
  catalogRevision: 7,
};

describe('the text of an event of the marketplace', () => {
  it.each([
    ['SourceKeyTrusted', { key: { id: 'A1', key: `RW${'a'.repeat(54)}`, since: '', by: '' } }, 'key A1 is trusted'],
    [
      'SourceSyncFailed',
      { run: 'r', code: 'source-unavailable', detail: 'It is away.', failures: 2 },
      'could not be synced: It is away; 2 times in a row',
    ],
    ['EntryPolicySet', { policy: null }, 'does as its source says'],
    [
      'EntryUpdated',
      {
        ...taken,
        automatic: false,
        addedVersions: ['2'],
        removedVersions: [],
        keptVersions: ['1'],
        kept: [{ version: '1', reason: 'it is the default version' }],
        decisions: [],
      },
      'updated to revision 7; added: 2; kept: 1 (it is the default version)',
    ],
    [
      'EntryUpdateOffered',
      { contentHash: 'h', addedVersions: ['2', '3'], changedVersions: [], withdrawnVersions: ['1'] },
      'upstream has an update; new: 2, 3; withdrawn: 1',
    ],
    ['EntryWithdrawn', {}, 'not offered by its source any more'],
  ])('of %s says what happened', (type, data, text) => {
    expect(marketplaceEventText({ type, data })).toBe(text);
  });

  it.each(recorded)('of the recorded $type is more than its type', (event) => {
    expect(marketplaceEventText(event)).not.toBe(event.type);
  });

  it('is the type where the event is unknown or of another version', () => {
    expect(marketplaceEventText({ type: 'FromTheFuture', data: {} })).toBe('FromTheFuture');
    expect(marketplaceEventText({ type: 'toString', data: {} })).toBe('toString');
    expect(marketplaceEventText({ type: 'SourceAdded', data: {} })).toBe('SourceAdded');
  });
});

describe('a policy', () => {
  it('says what happens by itself, and when', () => {
    const window = { days: ['sat' as const, 'sun' as const], from: '22:00', to: '04:00', timeZone: 'Europe/Berlin' };
    expect(policyText({ mode: 'notify' })).toBe('only tells of updates');
    expect(policyText({ mode: 'add-versions', window })).toBe(
      'adds new versions by itself, sat, sun 22:00-04:00 Europe/Berlin',
    );
  });
});

describe('a location', () => {
  it.each([
    [{ kind: 'http', url: 'https://a.example/x.yaml' }, 'https://a.example/x.yaml'],
    [{ kind: 'file', path: '/srv/x' }, '/srv/x'],
    [{ kind: 'git', url: 'https://a.example/x.git', ref: 'HEAD', path: '' }, 'https://a.example/x.git#HEAD'],
    [{ kind: 'git', url: 'git://a.example/x', ref: 'v1', path: 'backends' }, 'git://a.example/x#v1:backends'],
    [{ kind: 'oci', reference: 'a.example/x:1' }, 'oci://a.example/x:1'],
    [{ kind: 'builtin' }, 'built in'],
  ] as const)('%o is one line', (location, text) => {
    expect(locationText(location)).toBe(text);
  });
});
