import type { BackendDefinition } from '@enginehouse/contracts';
import { newHeader } from '@enginehouse/service-kit';
import { expect, it } from 'vitest';
import type { Catalog } from '../ports.js';

/** A catalog, and what a test does to it from the other side. */
export interface CatalogHarness {
  readonly catalog: Catalog;
  /** Lets a deployment use a version of a backend. */
  readonly use: (deployment: string, backend: string, version: string) => void;
  readonly end: (deployment: string) => void;
  /** Lets a tag mean a digest. */
  readonly tag: (image: string, digest: string) => void;
  readonly setAway: (away: boolean) => void;
}

const header = () => newHeader('user:ada');
const version = (name: string) => ({
  name,
  images: [{ framework: 'cuda', image_name: `quay.io/engine/engine:${name}` }],
});
const definition = (name: string, more: Partial<BackendDefinition> = {}): BackendDefinition => ({
  backend_name: name,
  versions: [version('1.0'), version('2.0')],
  ...more,
});

/** How every catalog treats the marketplace; run it inside a `describe`. */
export function catalogContract(harness: () => CatalogHarness): void {
  const revisionOf = async (name: string): Promise<number> => {
    const read = await harness().catalog.get(name, header());
    return read.ok ? read.value.revision : 0;
  };

  it('registers community backends, reads them, and names them all, over any number of pages', async () => {
    const { catalog } = harness();
    const wanted = ['Alpha', 'Beta', 'gamma', 'Delta', 'Epsilon'];
    for (const name of wanted) expect(await catalog.register(definition(name), header())).toMatchObject({ ok: true });
    const read = await catalog.get('alpha', header());
    expect(read).toMatchObject({ value: { name: 'Alpha', source: 'community', definition: definition('Alpha') } });
    const names = await catalog.names(header());
    if (!names.ok) throw new Error(names.error.detail);
    expect([...names.value.keys()]).toEqual(expect.arrayContaining(wanted.map((name) => name.toLowerCase())));
    expect(names.value.get('gamma')).toEqual({
      name: 'gamma',
      source: 'community',
      revision: await revisionOf('gamma'),
    });
    await catalog.register(definition('Zeta'), header());
    const again = await catalog.names(header());
    expect(again.ok && again.value.size).toBe(names.value.size + 1);
    expect(await catalog.names(header())).toEqual(again);
  });

  it('refuses a name that is there in any case', async () => {
    const { catalog } = harness();
    await catalog.register(definition('Taken'), header());
    expect(await catalog.register(definition('tAKEN'), header())).toMatchObject({ error: { code: 'name-taken' } });
  });

  it('refuses a definition that is not valid, with the fields', async () => {
    const wrong = definition('Wrong', { default_run_command: 'serve {{prot}}' });
    expect(await harness().catalog.register(wrong, header())).toMatchObject({
      error: { code: 'invalid-definition', errors: [{ path: ['default_run_command'] }] },
    });
  });

  it('applies exactly what is said, to the revision that was read', async () => {
    const { catalog } = harness();
    const edited = definition('Edited', { description: 'one', versions: [{ ...version('1.0'), deprecated: 'old' }] });
    await catalog.register(edited, header());
    const revision = await revisionOf('Edited');
    const wanted = definition('Edited', { versions: [version('1.0'), version('3.0'), version('mine-custom')] });
    const applied = await catalog.apply(wanted, revision, header());
    expect(applied).toMatchObject({ ok: true, value: { changed: true } });
    expect(await catalog.get('Edited', header())).toMatchObject({ value: { definition: wanted, source: 'community' } });
    const late = await catalog.apply(definition('Edited'), revision, header());
    expect(late).toMatchObject({ error: { code: 'stale-revision', currentRevision: await revisionOf('Edited') } });
    const same = await catalog.apply(wanted, await revisionOf('Edited'), header());
    expect(same).toMatchObject({ value: { changed: false } });
  });

  it('does not make anew by applying what is gone', async () => {
    const gone = await harness().catalog.apply(definition('Gone'), 3, header());
    expect(gone).toMatchObject({ error: { code: 'stale-revision' } });
  });

  it('answers a repeated command as the first time', async () => {
    const { catalog } = harness();
    const asked = header();
    const first = await catalog.register(definition('Repeated'), asked);
    expect(await catalog.register(definition('Repeated'), asked)).toEqual(first);
  });

  it('keeps what is in use', async () => {
    const { catalog, use, end } = harness();
    await catalog.register(definition('Used'), header());
    use('chat', 'Used', '2.0');
    const deleted = await catalog.delete('Used', undefined, header());
    expect(deleted).toMatchObject({ error: { code: 'backend-in-use', extra: { deployments: ['chat'] } } });
    const less = definition('Used', { versions: [version('1.0')] });
    const applied = await catalog.apply(less, await revisionOf('Used'), header());
    expect(applied).toMatchObject({ error: { code: 'version-in-use', extra: { deployments: ['chat'] } } });
    end('chat');
    expect(await catalog.delete('Used', await revisionOf('Used'), header())).toMatchObject({ ok: true });
    expect(await catalog.get('Used', header())).toMatchObject({ error: { code: 'backend-not-found' } });
    expect(await catalog.delete('Used', undefined, header())).toMatchObject({ error: { code: 'backend-not-found' } });
  });

  it('deletes only the revision that was read', async () => {
    const { catalog } = harness();
    await catalog.register(definition('Moved'), header());
    const revision = await revisionOf('Moved');
    await catalog.apply(definition('Moved', { description: 'x' }), revision, header());
    expect(await catalog.delete('Moved', revision, header())).toMatchObject({ error: { code: 'stale-revision' } });
  });

  it('tells what a backend was before it was deleted', async () => {
    const { catalog } = harness();
    await catalog.register(definition('Deleted'), header());
    const since = await revisionOf('Deleted');
    expect(await catalog.lastBefore('Deleted', since, header())).toEqual({ ok: true, value: null });
    await catalog.apply(definition('Deleted', { description: 'last' }), since, header());
    await catalog.delete('Deleted', undefined, header());
    const last = definition('Deleted', { description: 'last' });
    expect(await catalog.lastBefore('deleted', since, header())).toEqual({ ok: true, value: last });
  });

  it('tells what tags mean, and why it cannot', async () => {
    const { catalog, tag } = harness();
    const digest = `sha256:${'a'.repeat(64)}`;
    tag('quay.io/engine/engine:1.0', digest);
    expect(await catalog.digestOf('quay.io/engine/engine:1.0', header())).toMatchObject({ digest });
    const pinned = `quay.io/engine/engine@sha256:${'b'.repeat(64)}`;
    expect(await catalog.digestOf(pinned, header())).toMatchObject({ digest: `sha256:${'b'.repeat(64)}` });
    const unknown = await catalog.digestOf('quay.io/engine/engine:none', header());
    expect(unknown.digest).toBeNull();
    expect(unknown.detail).toContain('quay.io/engine/engine:none');
  });

  it('says that it is away', async () => {
    const { catalog, setAway } = harness();
    setAway(true);
    const away = { error: { code: 'unavailable' } };
    expect(await catalog.get('Alpha', header())).toMatchObject(away);
    expect(await catalog.names(header())).toMatchObject(away);
    expect(await catalog.register(definition('Late'), header())).toMatchObject(away);
    setAway(false);
  });
}
