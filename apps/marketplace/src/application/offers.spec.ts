import { beforeEach, expect, it } from 'vitest';
import { distrusted } from '../domain/snapshot-trust.js';
import type { OfferingSource } from '../ports.js';
import { InMemorySnapshots } from '../testing/in-memory-snapshots.js';
import { stagedEntry } from '../testing/snapshots.contract.js';
import { Offers } from './offers.js';

const [ours, theirs] = [{ id: 'A1' }, { id: 'B2' }];
const address = 'https://one.example/';
const now = { digest: 'now', address, upstreamRef: '"2"', signedBy: ours.id, syncedAt: '2026-11-20T00:00:00.000Z' };
const then = { digest: 'then', address, upstreamRef: '"1"', signedBy: theirs.id, syncedAt: '2026-11-01T00:00:00.000Z' };

let snapshots = new InMemorySnapshots();
beforeEach(async () => {
  snapshots = new InMemorySnapshots();
  await snapshots.begin({ id: 's2', source: 'one', basedOn: 2, reader: 'test' });
  await snapshots.stage('s2', [
    stagedEntry('Newest'),
    stagedEntry('Kept', { kept: { reason: 'it has no image', from: then } }),
  ]);
});

/** An entry of a source that trusts these keys now. */
async function offerOf(name: string, keys: OfferingSource['keys']) {
  const snapshot = { id: 's2', ...now };
  const source: OfferingSource = { name: 'one', address, strict: true, keys, policy: { mode: 'notify' }, snapshot };
  const offer = await new Offers({ list: () => [source], get: () => source, removed: () => undefined }, snapshots).find(
    'one',
    name,
  );
  if (!offer.ok) throw new Error(offer.error.detail);
  return offer.value;
}

it('an entry that was kept comes from where it was read, not from the newest snapshot', async () => {
  expect((await offerOf('Kept', [ours, theirs])).provenance).toEqual({
    source: 'one',
    location: address,
    upstreamRef: '"1"',
    snapshotDigest: 'then',
    contentHash: 'hash of Kept',
    signedBy: theirs.id,
    syncedAt: then.syncedAt,
  });
  expect((await offerOf('Newest', [ours])).provenance).toMatchObject({ snapshotDigest: 'now', signedBy: ours.id });
});

it('an entry that was kept is trusted as far as who signed it then is trusted now', async () => {
  expect(distrusted((await offerOf('Kept', [ours, theirs])).source)).toBeUndefined();
  expect(distrusted((await offerOf('Newest', [ours])).source)).toBeUndefined();
  expect(distrusted((await offerOf('Kept', [ours])).source)).toMatchObject({
    code: 'key-not-trusted',
    extra: { keyId: theirs.id },
  });
});
