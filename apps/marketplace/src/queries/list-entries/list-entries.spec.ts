import { beforeEach, describe, expect, it } from 'vitest';
import { browsing } from '../../testing/browsing.js';
import { enabledFrom, offered } from '../../testing/given-entries.js';

let market = browsing();
beforeEach(() => {
  market = browsing();
});

type Filter = Parameters<typeof market.list>[0];

const found = async (filter: Filter = {}) => {
  const page = await market.list(filter);
  if (!page.ok) throw new Error(page.error.detail);
  return page.value;
};
const names = async (filter: Filter = {}) => (await found(filter)).items.map(({ source, name }) => `${source}/${name}`);
const only = async (name: string) => {
  const [entry] = (await found({ search: name })).items;
  if (!entry) throw new Error(`there is no entry ${name}`);
  return entry;
};

const versions = (...all: readonly string[]) =>
  all.map((version) => ({ name: version, images: [{ framework: 'cuda', image_name: `alpha:${version}` }] }));

const clashes = async () => (await found()).items.map(({ clash }) => clash);

/** Enables an entry as a source offers it: in the log and in the catalog. */
function enable(source: string, entry: ReturnType<typeof offered>, more = {}) {
  market.catalog.put(entry.definition);
  market.entries.enable(enabledFrom(source, entry, more));
}

describe('the list of entries', () => {
  it('is in the order of names, whatever their source and their case', async () => {
    await market.offer('two', [offered('zeta'), offered('Beta')]);
    await market.offer('one', [offered('beta'), offered('Alpha')]);
    expect(await names()).toEqual(['one/Alpha', 'one/beta', 'two/Beta', 'two/zeta']);
  });

  it('shows of each entry what a card needs', async () => {
    const images = ['cuda', 'rocm'].map((framework) => ({ framework, image_name: `quay.io/e/e:${framework}` }));
    const versions = [
      { name: '2.0', images },
      { name: '1.0', images: images.slice(0, 1) },
    ];
    const definition = {
      description: 'reads papers',
      versions,
      default_version: '2.0',
      icon: 'data:image/png;base64,AA==',
    };
    const about = { maintainer: 'Ada', licence: 'MIT', deprecated: 'use Beta' };
    await market.offer('one', [offered('Alpha', { definition, about })]);
    expect((await found()).items).toEqual([
      {
        source: 'one',
        name: 'Alpha',
        description: 'reads papers',
        frameworks: ['cuda', 'rocm'],
        versions: ['2.0', '1.0'],
        defaultVersion: '2.0',
        maintainer: 'Ada',
        licence: 'MIT',
        hasIcon: true,
        contentHash: 'hash of Alpha',
        enabled: false,
        updatable: false,
        withdrawn: false,
        rejected: null,
        deprecated: 'use Beta',
        clash: null,
        deployments: null,
      },
    ]);
  });

  it('says why the newest form of an entry was rejected that stays as it was', async () => {
    const from = { digest: 'd', address: 'a', upstreamRef: null, signedBy: null, syncedAt: '2026-11-01' };
    await market.offer('one', [{ ...offered('Alpha'), kept: { reason: 'it has no image', from } }, offered('Beta')]);
    expect((await found()).items).toMatchObject([
      { name: 'Alpha', rejected: 'it has no image', withdrawn: false },
      { name: 'Beta', rejected: null },
    ]);
  });

  it('of a source that there is not is refused, and of one that is gone has what is enabled from it', async () => {
    await market.offer('one', [offered('Alpha')]);
    expect(await market.list({ source: 'nosuch' })).toMatchObject({
      error: { code: 'source-not-found', detail: 'There is no source "nosuch".' },
    });
    enable('gone', offered('Left'));
    expect(await names({ source: 'gone' })).toEqual(['gone/Left']);
    expect(await names({ source: 'one', search: 'nothing like it' })).toEqual([]);
  });

  it('of a source or on a framework that there is not says what was likely meant', async () => {
    await market.offer('one', [offered('Alpha', { definition: { versions: versions('1') } })]);
    const hint = async (filter: Filter) => {
      const page = await market.list(filter);
      return page.ok ? page.value.items.length : `${page.error.code}: ${page.error.hint}`;
    };
    expect(await hint({ source: 'onne' })).toBe('source-not-found: Did you mean "one"?');
    expect(await hint({ framework: 'Cudaa' })).toBe('invalid-input: Did you mean "cuda"?');
    expect(await hint({ framework: 'quantum' })).toMatch(/^invalid-input: There are: cuda, rocm, /);
    expect([await hint({ framework: 'dtk' }), await hint({ framework: 'cuda' })]).toEqual([0, 1]);
  });

  it('searches names, descriptions, versions and maintainers, in any case', async () => {
    const versions = [{ name: '3.1.4-rc', images: [{ framework: 'cpu', image_name: 'e:1' }] }];
    await market.offer('one', [
      offered('Alpha', { definition: { description: 'Reads PAPERS' } }),
      offered('Beta', { definition: { versions } }),
      offered('Gamma', { about: { maintainer: 'Team Engine', readme: 'papers' } }),
    ]);
    expect(await names({ search: 'alp' })).toEqual(['one/Alpha']);
    expect(await names({ search: ' papers ' })).toEqual(['one/Alpha']);
    expect(await names({ search: '4-RC' })).toEqual(['one/Beta']);
    expect(await names({ search: 'team engine' })).toEqual(['one/Gamma']);
    expect(await names({ search: '100%' })).toEqual([]);
    expect(await names({ search: '' })).toHaveLength(3);
  });

  it('is filtered by framework, source, and whether entries are enabled, updatable or deprecated', async () => {
    const [alpha, beta, gamma] = [
      offered('Alpha'),
      offered('Beta'),
      offered('Gamma', { about: { deprecated: 'old' } }),
    ];
    const versions = [{ name: '1', images: [{ framework: 'cann', image_name: 'e:1' }] }];
    await market.offer('one', [alpha, beta, gamma]);
    await market.offer('two', [offered('Delta', { definition: { versions } })]);
    enable('one', alpha);
    enable('one', { ...beta, contentHash: 'hash of then' });
    expect(await names({ framework: 'cann' })).toEqual(['two/Delta']);
    expect(await names({ source: 'two' })).toEqual(['two/Delta']);
    expect(await names({ enabled: true })).toEqual(['one/Alpha', 'one/Beta']);
    expect(await names({ enabled: false })).toEqual(['two/Delta', 'one/Gamma']);
    expect(await names({ updatable: true })).toEqual(['one/Beta']);
    expect(await names({ updatable: false, enabled: true })).toEqual(['one/Alpha']);
    expect(await names({ deprecated: true })).toEqual(['one/Gamma']);
    expect(await names({ deprecated: false, source: 'one' })).toEqual(['one/Alpha', 'one/Beta']);
  });

  it('comes in pages that stay right while entries come and go, and says how many there are in all', async () => {
    await market.offer(
      'one',
      ['a', 'b', 'c', 'd', 'e'].map((name) => offered(name)),
    );
    const first = await found({ limit: 2 });
    expect([first.items.map(({ name }) => name), first.total]).toEqual([['a', 'b'], 5]);
    await market.offer(
      'one',
      ['0', 'a', 'bb', 'd', 'e', 'f'].map((name) => offered(name)),
    );
    const second = await found({ limit: 2, cursor: first.nextCursor });
    expect([second.items.map(({ name }) => name), second.total]).toEqual([['bb', 'd'], 6]);
    const third = await found({ limit: 2, cursor: second.nextCursor });
    expect(third.items.map(({ name }) => name)).toEqual(['e', 'f']);
    expect(third).not.toHaveProperty('nextCursor');
  });

  it.each(['garbage', Buffer.from('x1:a').toString('base64url'), Buffer.from('e1:').toString('base64url')])(
    'refuses the cursor %j, which is none of its own',
    async (cursor) => {
      expect(await market.list({ cursor })).toMatchObject({
        error: { code: 'invalid-input', errors: [{ path: ['cursor'] }] },
      });
    },
  );

  it('leaves out sources that were never synced', async () => {
    const terms = { strict: false, keys: [], policy: { mode: 'notify' } } as const;
    market.sources.put({ name: 'new', address: 'https://new.example/', ...terms, snapshot: null });
    expect(await found()).toEqual({ items: [], total: 0 });
  });
});

describe('an enabled entry', () => {
  it('is counted by the deployments that use its backend, where the scheduler answers', async () => {
    const alpha = offered('Alpha');
    await market.offer('one', [alpha, offered('Beta')]);
    enable('one', alpha);
    expect(await only('Alpha')).toMatchObject({ enabled: true, clash: null, deployments: 0 });
    market.catalog.usage.use('chat', 'Alpha', '1.0');
    market.catalog.usage.use('other', 'Beta', '1.0');
    expect(await only('Alpha')).toMatchObject({ deployments: 1 });
    expect(await only('Beta')).toMatchObject({ enabled: false, deployments: null });
    market.catalog.usage.away = true;
    expect(await only('Alpha')).toMatchObject({ enabled: true, deployments: null });
  });

  it('is updatable too where a version that its source withdrew stayed, from when nothing uses it any more', async () => {
    const then = offered('Alpha', { definition: { versions: versions('1.0', '2.0') } });
    await market.offer('one', [offered('Alpha', { definition: { versions: versions('2.0') } })]);
    market.catalog.usage.use('chat', 'Alpha', '1.0');
    enable('one', then);
    const mark = 'withdrawn by one on 2026-11-20';
    const kept = [...versions('1.0').map((version) => ({ ...version, deprecated: mark })), ...versions('2.0')];
    market.catalog.put({ ...then.definition, versions: kept });
    expect([await names({ updatable: true }), (await only('Alpha')).updatable]).toEqual([[], false]);
    market.catalog.usage.end('chat');
    expect([await names({ updatable: true }), (await only('Alpha')).updatable]).toEqual([['one/Alpha'], true]);
    expect(await market.get('one', 'Alpha')).toMatchObject({ value: { updatable: true } });
    market.catalog.usage.away = true;
    expect(await names({ updatable: true })).toEqual([]);
  });

  it('is listed although its source does not offer it any more, or is gone', async () => {
    await market.offer('one', [offered('Alpha')]);
    enable('one', offered('Beta', { definition: { description: 'as it was' } }));
    enable('removed', offered('Gamma'));
    expect(await names()).toEqual(['one/Alpha', 'one/Beta', 'removed/Gamma']);
    expect(await only('Beta')).toMatchObject({
      withdrawn: true,
      enabled: true,
      updatable: false,
      description: 'as it was',
    });
    expect(await only('Alpha')).toMatchObject({ withdrawn: false });
  });

  it('is not enabled any more once somebody has deleted its backend in the catalog', async () => {
    const alpha = offered('Alpha');
    await market.offer('one', [alpha]);
    market.entries.enable(enabledFrom('one', alpha));
    market.entries.enable(enabledFrom('one', offered('Gone')));
    expect(await names({ enabled: true })).toEqual([]);
    expect(await only('Alpha')).toMatchObject({ enabled: false, clash: null });
    market.catalog.away = true;
    expect(await names({ enabled: true })).toEqual(['one/Alpha', 'one/Gone']);
  });
});

describe('an entry whose name is taken', () => {
  it('says by which built-in or custom backend, and what to do', async () => {
    await market.offer('one', [offered('vLLM'), offered('mine-custom'), offered('free')]);
    market.catalog.put(offered('vLLM').definition, 'built_in');
    market.catalog.put(offered('Mine-custom').definition, 'custom');
    expect((await only('vLLM')).clash).toBe(
      'The catalog has a backend "vLLM" already: it comes with Enginehouse. Add versions of your own to the built-in backend "vLLM" instead.',
    );
    const mine = await only('mine-custom');
    expect(mine.clash).toContain('"Mine-custom"');
    expect(mine.clash).toContain('Delete the backend');
    expect((await only('free')).clash).toBeNull();
  });

  it('says which entry of another source has it, also while the catalog is away', async () => {
    const [first, second] = [offered('Alpha'), offered('alpha', { contentHash: 'other' })];
    await market.offer('one', [first]);
    await market.offer('two', [second]);
    enable('one', first);
    const told =
      'The catalog has a backend "Alpha" already: it was enabled from the source "one". Disable "Alpha" of the source "one" first, then enable this one.';
    expect(await clashes()).toEqual([null, told]);
    market.catalog.away = true;
    expect(await clashes()).toEqual([null, told]);
  });

  it('has it no longer where the other one was deleted in the catalog and this one enabled', async () => {
    const [first, second] = [offered('Alpha'), offered('Alpha', { contentHash: 'other' })];
    await market.offer('one', [first]);
    await market.offer('two', [second]);
    enable('one', first, { enabledAt: '2026-11-02T00:00:00.000Z' });
    enable('two', second, { enabledAt: '2026-11-03T00:00:00.000Z' });
    expect((await found()).items.map(({ source, enabled }) => [source, enabled])).toEqual([
      ['one', false],
      ['two', true],
    ]);
  });
});
