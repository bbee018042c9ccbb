import { newHeader } from '@enginehouse/service-kit';
import { beforeEach, describe, expect, it } from 'vitest';
import { EntriesWorld, engine, hashOf, valueOf, version, type StartedEntries } from '../../testing/entries-world.js';

let entries: StartedEntries;
const digest = `sha256:${'a'.repeat(64)}`;

beforeEach(async () => {
  entries = await EntriesWorld.start();
  await entries.offer([engine()]);
});

describe('enabling an entry', () => {
  it('makes a community backend of it, by its own name, and records where it came from', async () => {
    entries.world.catalog.digests.set('quay.io/engine/engine:1.0', digest);
    const done = valueOf(await entries.enable());
    expect(done).toMatchObject({
      changed: true,
      backend: 'Engine',
      catalogRevision: 1,
      restored: false,
      keptYours: [],
    });
    expect(await entries.backend()).toEqual(engine());
    expect(await entries.types()).toEqual(['EntryChangeBegun', 'EntryEnabled']);
    expect(await entries.last()).toMatchObject({
      position: done.revision,
      meta: { actor: 'user:ada' },
      data: {
        name: 'Engine',
        upstream: engine(),
        provenance: { source: 'market', contentHash: hashOf(engine()), signedBy: null },
        digests: [
          { version: '1.0', framework: 'cuda', image: 'quay.io/engine/engine:1.0', digest },
          { version: '1.1', digest: null, detail: 'There is no image quay.io/engine/engine:1.1.' },
        ],
      },
    });
    expect(entries.entries.enabled.get('market', 'engine')).toMatchObject({ name: 'Engine', enabledBy: 'user:ada' });
  });

  it('changes nothing where it is enabled already', async () => {
    const first = valueOf(await entries.enable());
    expect(valueOf(await entries.enable())).toEqual({ ...first, changed: false });
    expect(await entries.types()).toHaveLength(2);
  });

  it('answers a repeated command as the first time, and refuses its key for another one', async () => {
    const header = newHeader('user:ada');
    const first = await entries.enable({}, header);
    expect(await entries.enable({}, header)).toEqual(first);
    expect(await entries.enable({ contentHash: 'another' }, header)).toMatchObject({
      error: { code: 'idempotency-key-reused' },
    });
    expect(await entries.disable(header)).toMatchObject({ error: { code: 'idempotency-key-reused' } });
    valueOf(await entries.disable());
    expect(await entries.enable({}, header)).toEqual(first);
  });

  it('is refused where what the source was synced with is not trusted any more', async () => {
    entries.believe({ strict: true });
    expect(await entries.enable()).toMatchObject({ error: { code: 'signature-missing' } });
    entries.believe({ strict: false, address: 'https://elsewhere.example/' });
    expect(await entries.enable()).toMatchObject({ error: { code: 'entry-changed' } });
    expect(await entries.types()).toEqual([]);
  });

  it('is refused where upstream is not what was looked at', async () => {
    expect(await entries.enable({ contentHash: 'old' })).toMatchObject({
      error: {
        code: 'entry-changed',
        detail: '"Engine" is not what you looked at: upstream has changed it since.',
        extra: { contentHash: hashOf(engine()) },
      },
    });
    expect(await entries.enable({ contentHash: hashOf(engine()) })).toMatchObject({ ok: true });
  });

  it.each([
    [{ source: 'nowhere' }, 'source-not-found', 'There is no source "nowhere".'],
    [{ name: 'Nothing' }, 'entry-not-found', 'The source "market" has no entry "Nothing".'],
  ])('is refused for %o', async (which, code, detail) => {
    expect(await entries.enable(which)).toMatchObject({ error: { code, detail } });
  });

  it('is refused where the source was never synced, or offers it no more', async () => {
    entries.world.sources.set('new', {
      name: 'new',
      address: 'x',
      strict: false,
      keys: [],
      policy: { mode: 'notify' },
      snapshot: null,
    });
    expect(await entries.enable({ source: 'new' })).toMatchObject({ error: { code: 'entry-not-found' } });
    valueOf(await entries.enable());
    await entries.offer([]);
    expect(await entries.enable()).toMatchObject({
      error: { code: 'entry-not-found', detail: 'The source "market" does not offer "Engine" any more.' },
    });
  });

  it('waits for nothing but the catalog: without registries it records no digests, and why', async () => {
    entries.world.catalog.digestOf = () => Promise.reject(new Error('no network'));
    valueOf(await entries.enable());
    expect(await entries.last()).toMatchObject({ data: { digests: [{ digest: null }, { digest: null }] } });
  });

  it('begins nothing while the catalog is away', async () => {
    entries.world.catalog.away = true;
    expect(await entries.enable()).toMatchObject({ error: { code: 'unavailable' } });
    expect(await entries.types()).toEqual([]);
  });

  it('is given up where the catalog refuses it, and can be tried again', async () => {
    await entries.offer([engine({ default_run_command: 'serve {{prot}}' })]);
    const header = newHeader('user:ada');
    expect(await entries.enable({}, header)).toMatchObject({
      error: { code: 'invalid-definition', errors: [{ path: ['default_run_command'] }] },
    });
    expect(await entries.types()).toEqual(['EntryChangeBegun', 'EntryChangeAbandoned']);
    expect(await entries.enable({}, header)).toMatchObject({
      error: { code: 'invalid-definition', hint: expect.stringContaining('fresh idempotency key') as string },
    });
    await entries.offer([engine()]);
    expect(await entries.enable()).toMatchObject({ ok: true });
  });
});

describe('a name that is taken', () => {
  it.each([
    ['built_in', ': it comes with Enginehouse', 'Add versions of your own to the built-in backend "ENGINE" instead.'],
    ['custom', '', 'Export it before'],
    ['community', '', 'Delete the backend "ENGINE" and enable "Engine" then.'],
  ] as const)('by a %s backend is refused with the way out', async (source, why, hint) => {
    entries.world.catalog.put(engine({ backend_name: 'ENGINE' }), source);
    expect(await entries.enable()).toMatchObject({
      error: {
        code: 'name-taken',
        detail: `The catalog has a backend "ENGINE" already${why}.`,
        hint: expect.stringContaining(hint) as string,
        extra: { backend: 'ENGINE', backendSource: source },
      },
    });
    expect(await entries.types()).toEqual([]);
  });

  it('by an entry of another source names that entry', async () => {
    await entries.offer([engine()], { mode: 'notify' }, 'other');
    valueOf(await entries.enable({ source: 'other' }));
    await entries.caughtUp();
    expect(await entries.enable()).toMatchObject({
      error: {
        code: 'name-taken',
        detail: 'The catalog has a backend "Engine" already: it was enabled from the source "other".',
        hint: 'Disable "Engine" of the source "other" first, then enable this one.',
      },
    });
  });

  it('by somebody who was faster is told the same way', async () => {
    const { catalog } = entries.world;
    const register = catalog.register.bind(catalog);
    catalog.register = (definition, header) => {
      catalog.put(definition, 'custom');
      return register(definition, header);
    };
    expect(await entries.enable()).toMatchObject({
      error: { code: 'name-taken', extra: { backendSource: 'custom' } },
    });
    expect(await entries.types()).toEqual(['EntryChangeBegun', 'EntryChangeAbandoned']);
  });
});

describe('enabling an entry again', () => {
  const own = version('mine-custom');

  it('restores what was added and changed before it was disabled', async () => {
    valueOf(await entries.enable());
    await entries.edit(({ versions }) => ({ health_check_path: '/up', versions: [...versions, own] }));
    valueOf(await entries.disable());
    await entries.offer([engine({ description: 'A better engine', versions: [version('1.1'), version('1.2')] })]);
    const done = valueOf(await entries.enable());
    expect(done).toMatchObject({ changed: true, restored: true, keptYours: [] });
    expect(await entries.backend()).toEqual({
      ...engine({ description: 'A better engine', health_check_path: '/up' }),
      versions: [version('1.1'), own, version('1.2')],
    });
  });

  it('keeps yours where upstream has changed the same meanwhile, and says so', async () => {
    valueOf(await entries.enable());
    await entries.edit(() => ({ description: 'Mine' }));
    valueOf(await entries.disable());
    await entries.offer([engine({ description: 'Theirs' })]);
    expect(valueOf(await entries.enable())).toMatchObject({ restored: true, keptYours: [['description']] });
    expect(await entries.backend()).toMatchObject({ description: 'Mine' });
    expect(await entries.last()).toMatchObject({ data: { restored: true, keptYours: [['description']] } });
    expect(valueOf(await entries.show())).toMatchObject({
      conflicts: 0,
      fields: [{ path: ['description'], kind: 'yours', base: 'Theirs', yours: 'Mine' }],
    });
  });

  it('restores nothing where nothing was added', async () => {
    valueOf(await entries.enable());
    valueOf(await entries.disable());
    expect(valueOf(await entries.enable())).toMatchObject({ changed: true, restored: false });
  });

  it('has it back, with what it was, when somebody deleted the backend in the catalog', async () => {
    valueOf(await entries.enable());
    await entries.edit(({ versions }) => ({ versions: [...versions, own] }));
    entries.world.catalog.take('Engine');
    expect(valueOf(await entries.enable())).toMatchObject({ changed: true, restored: true });
    expect((await entries.backend()).versions).toEqual([version('1.0'), version('1.1'), own]);
    expect(await entries.types()).toEqual([
      'EntryChangeBegun',
      'EntryEnabled',
      'EntryDisabled',
      'EntryChangeBegun',
      'EntryEnabled',
    ]);
  });
});
