import { beforeEach, describe, expect, it } from 'vitest';
import { browsing } from '../../testing/browsing.js';
import { enabledFrom, offered, recordedDigest } from '../../testing/given-entries.js';

let market = browsing();
beforeEach(() => {
  market = browsing();
});

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;

async function view(name: string, checkImages = false) {
  const read = await market.get('one', name, checkImages);
  if (!read.ok) throw new Error(read.error.detail);
  return read.value;
}

describe('an entry that is not enabled', () => {
  it('is shown with its description, where it comes from, and the policy of its source', async () => {
    const about = { readme: '# Alpha', licence: 'MIT' };
    const alpha = offered('Alpha', { definition: { description: 'short' }, about });
    await market.offer('one', [alpha, offered('Beta', { definition: { description: 'only this' } }), offered('Bare')]);
    expect(await view('alpha')).toMatchObject({
      source: 'one',
      name: 'Alpha',
      definition: alpha.definition,
      about: alpha.about,
      readmeHtml: '<p># Alpha</p>',
      provenance: {
        source: 'one',
        location: 'https://one.example/',
        upstreamRef: '"etag"',
        snapshotDigest: 'sha256:now',
        contentHash: 'hash of Alpha',
        signedBy: null,
        syncedAt: '2026-11-20T00:00:00.000Z',
      },
      enabled: false,
      enabledFrom: null,
      enabledAt: null,
      enabledBy: null,
      catalogRevision: null,
      policy: null,
      effectivePolicy: { mode: 'notify' },
      revision: 0,
    });
    expect((await view('Beta')).readmeHtml).toBe('<p>only this</p>');
    expect((await view('Bare')).readmeHtml).toBe('<p></p>');
  });

  it('whose newest form was rejected is shown with why, and with where its valid form was read', async () => {
    const from = {
      digest: 'sha256:before',
      address: 'https://one.example/before',
      upstreamRef: '"before"',
      signedBy: 'A1',
      syncedAt: '2026-11-01T00:00:00.000Z',
    };
    await market.offer('one', [{ ...offered('Alpha'), kept: { reason: 'it has no image', from } }]);
    expect(await view('Alpha')).toMatchObject({
      rejected: 'it has no image',
      withdrawn: false,
      provenance: {
        location: from.address,
        snapshotDigest: from.digest,
        upstreamRef: from.upstreamRef,
        signedBy: 'A1',
        syncedAt: from.syncedAt,
        contentHash: 'hash of Alpha',
      },
    });
  });

  it('shows its images, whose digests nobody has recorded yet', async () => {
    await market.offer('one', [offered('Alpha')]);
    const image = { version: '1.0', framework: 'cuda', image: 'quay.io/alpha/engine:1.0' };
    expect((await view('Alpha')).images).toEqual([
      {
        ...image,
        recorded: null,
        current: null,
        status: 'unknown',
        detail: 'its digest is recorded when the entry is enabled or updated',
      },
    ]);
    market.catalog.digests.set(image.image, digest('a'));
    expect((await view('Alpha', true)).images).toMatchObject([
      { recorded: null, current: digest('a'), status: 'unknown' },
    ]);
  });

  it('keeps the policy and the revision that it has', async () => {
    await market.offer('one', [offered('Alpha')]);
    market.entries.set('one', 'Alpha', { revision: 7, policy: { mode: 'add-versions' } });
    expect(await view('Alpha')).toMatchObject({
      policy: { mode: 'add-versions' },
      effectivePolicy: { mode: 'add-versions' },
      revision: 7,
    });
  });
});

describe('an enabled entry', () => {
  it('says what it was enabled from, by whom, and which revision the catalog has now', async () => {
    const then = offered('Alpha', { contentHash: 'hash of then' });
    await market.offer('one', [offered('Alpha')]);
    market.catalog.put(then.definition);
    market.entries.enable(enabledFrom('one', then));
    const revision = market.catalog.put({ ...then.definition, description: 'edited' });
    expect(await view('Alpha')).toMatchObject({
      enabled: true,
      updatable: true,
      provenance: { contentHash: 'hash of Alpha' },
      enabledFrom: { contentHash: 'hash of then', snapshotDigest: 'sha256:then' },
      enabledAt: '2026-11-02T00:00:00.000Z',
      enabledBy: 'user:ada',
      catalogRevision: revision,
      deployments: 0,
    });
    market.catalog.away = true;
    expect(await view('Alpha')).toMatchObject({ enabled: true, catalogRevision: 1 });
  });

  it('shows which tags have moved since their digests were recorded, where the registries are asked', async () => {
    const alpha = offered('Alpha');
    await market.offer('one', [alpha]);
    market.catalog.put(alpha.definition);
    market.entries.enable(enabledFrom('one', alpha, { digests: [recordedDigest(alpha, digest('a'))] }));
    const image = 'quay.io/alpha/engine:1.0';
    const asked = async (current?: string) => {
      if (current !== undefined) market.catalog.digests.set(image, current);
      return (await view('Alpha', true)).images;
    };
    expect((await view('Alpha')).images).toMatchObject([
      { image, recorded: digest('a'), current: null, status: 'unknown', detail: 'the registries were not asked' },
    ]);
    expect(await asked()).toMatchObject([
      { recorded: digest('a'), current: null, status: 'unknown', detail: `There is no image ${image}.` },
    ]);
    expect(await asked(digest('a'))).toMatchObject([{ current: digest('a'), status: 'unchanged' }]);
    expect(await asked(digest('b'))).toMatchObject([{ recorded: digest('a'), current: digest('b'), status: 'moved' }]);
  });

  it('shows the images that upstream has now beside those that were recorded', async () => {
    const then = offered('Alpha');
    const versions = [
      { name: '2.0', images: [{ framework: 'cuda', image_name: 'quay.io/alpha/engine:2.0' }] },
      ...then.definition.versions,
    ];
    await market.offer('one', [offered('Alpha', { definition: { versions }, contentHash: 'new' })]);
    market.catalog.put(then.definition);
    const unrecorded = { ...recordedDigest(then, null), detail: 'the registry did not answer' };
    market.entries.enable(enabledFrom('one', then, { digests: [unrecorded] }));
    expect((await view('Alpha')).images.map(({ version, detail }) => [version, detail])).toEqual([
      ['1.0', 'the registry did not answer'],
      ['2.0', 'its digest is recorded when the entry is enabled or updated'],
    ]);
  });

  it('that its source withdrew is shown as it was taken over', async () => {
    const gone = offered('Gone', { definition: { description: 'as it was' } });
    await market.offer('one', []);
    market.catalog.put(gone.definition);
    market.entries.enable(enabledFrom('one', gone));
    expect(await view('Gone')).toMatchObject({
      withdrawn: true,
      updatable: false,
      definition: gone.definition,
      readmeHtml: '<p>as it was</p>',
      provenance: { snapshotDigest: 'sha256:then' },
      enabledFrom: { snapshotDigest: 'sha256:then' },
      gone: { reason: 'withdrawn', since: null },
    });
    const removed = { at: '2026-11-22T00:00:00.000Z', address: 'https://one.example/' };
    market.sources.remove('one', removed);
    expect((await view('Gone')).gone).toEqual({
      reason: 'source-removed',
      since: removed.at,
      location: removed.address,
    });
  });
});

describe('what is not there', () => {
  it.each([
    ['nowhere', 'Alpha', 'source-not-found', 'There is no source "nowhere".'],
    ['one', 'Beta', 'entry-not-found', 'The source "one" has no entry "Beta".'],
    ['new', 'Alpha', 'entry-not-found', 'The source "new" was never synced'],
  ])('is told of %s/%s by %s', async (source, name, code, detail) => {
    await market.offer('one', [offered('Alpha')]);
    const terms = { strict: false, keys: [], policy: { mode: 'notify' } } as const;
    market.sources.put({ name: 'new', address: 'https://new.example/', ...terms, snapshot: null });
    const refused = { error: { code, detail: expect.stringContaining(detail) as string } };
    expect(await market.get(source, name)).toMatchObject(refused);
    expect(await market.icon(source, name)).toMatchObject(refused);
  });
});

describe('a name that is nearly right', () => {
  it.each([
    ['onee', 'Alpha', 'Did you mean "one"?'],
    ['one', 'alhpa', 'Did you mean "Alpha"?'],
  ])('is answered with the right one: %s/%s', async (source, name, hint) => {
    await market.offer('one', [offered('Alpha'), offered('Omega')]);
    expect(await market.get(source, name)).toMatchObject({ error: { hint } });
  });
});

describe('the icon of an entry', () => {
  it('is the picture that was made of it, under the hash of the entry', async () => {
    const base64 = Buffer.from('a picture').toString('base64');
    await market.offer('one', [offered('Alpha', { definition: { icon: `data:image/png;base64,${base64}` } })]);
    expect(await market.icon('one', 'alpha')).toEqual({
      ok: true,
      value: { mediaType: 'image/png', base64, contentHash: 'hash of Alpha' },
    });
  });

  it('is none where the entry has none', async () => {
    await market.offer('one', [offered('Alpha')]);
    expect(await market.icon('one', 'Alpha')).toMatchObject({
      error: { code: 'entry-not-found', detail: 'The entry "Alpha" of "one" has no icon.' },
    });
  });
});
