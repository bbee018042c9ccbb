import { describe, expect, it } from 'vitest';
import type { OfferingSource } from '../ports.js';
import { entryGone } from './entry-gone.js';

const at = '2026-11-23T12:00:00.000Z';
const earlier = '2026-11-20T12:00:00.000Z';
const address = 'https://market.example/';
const snapshot = { id: 's', digest: 'd', address, upstreamRef: null, signedBy: null, syncedAt: at };
const offering = (more: Partial<OfferingSource> = {}): OfferingSource => ({
  name: 'market',
  address,
  strict: false,
  keys: [],
  policy: { mode: 'notify' },
  snapshot,
  ...more,
});

describe('an entry that is not offered', () => {
  it('was withdrawn when a sync did not find it', () => {
    const facts = { offering: offering(), removed: undefined };
    expect(entryGone({ ...facts, withdrawnAt: at })).toEqual({ reason: 'withdrawn', since: at });
    expect(entryGone({ ...facts, withdrawnAt: null })).toEqual({ reason: 'withdrawn', since: null });
  });

  it('is gone with its source, since that was removed, whether or not it was withdrawn before', () => {
    const facts = { offering: undefined, withdrawnAt: earlier };
    const gone = { reason: 'source-removed', since: at, location: address };
    expect(entryGone({ ...facts, removed: { at, address } })).toEqual(gone);
    expect(entryGone({ ...facts, removed: undefined })).toEqual({ reason: 'source-removed', since: null });
  });

  it('is not known to be there or not before its source was synced, once that was added again', () => {
    expect(entryGone({ offering: offering({ snapshot: null }), removed: undefined, withdrawnAt: null })).toEqual({
      reason: 'source-not-synced',
      since: null,
      location: address,
    });
  });
});
