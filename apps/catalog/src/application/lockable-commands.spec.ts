import { randomUUID } from 'node:crypto';
import type { BackendDefinition } from '@enginehouse/contracts';
import { beforeEach, describe, expect, it } from 'vitest';
import { definition, version } from '../testing/given.js';
import { header, inMemoryCatalog } from '../testing/in-memory-catalog.js';
import { AddVersionHandler } from '../use-cases/add-version/add-version.handler.js';
import { ApplyBackendHandler } from '../use-cases/apply-backend/apply-backend.handler.js';
import { ApplyCommands } from '../use-cases/apply-backend/apply-commands.js';
import { ChangeVersionHandler } from '../use-cases/change-version/change-version.handler.js';
import { EditVersionHandler } from '../use-cases/edit-version/edit-version.handler.js';
import { RegisterBackendHandler } from '../use-cases/register-backend/register-backend.handler.js';

const tag = 'registry.example/engine:v1-custom';
const name = 'engine-custom';
let catalog = inMemoryCatalog();

beforeEach(() => {
  catalog = inMemoryCatalog();
});

const own = (...versions: readonly string[]): BackendDefinition =>
  definition(name, { versions: versions.map((each) => version(each)) });
const register = (wanted: BackendDefinition, key?: string) =>
  new RegisterBackendHandler(catalog.lockable).execute(
    { definition: wanted, source: 'custom', lock: true },
    header(key),
  );
const apply = (wanted: BackendDefinition, key?: string, lock = true) =>
  new ApplyBackendHandler(catalog.lockable, new ApplyCommands(catalog.repository, catalog.locks)).execute(
    { definition: wanted, lock },
    header(key),
  );

async function images(): Promise<Readonly<Record<string, string | undefined>>> {
  const { state } = await catalog.repository.load(name);
  if (state.status !== 'live') return {};
  return Object.fromEntries(state.definition.versions.map((each) => [each.name, each.images[0]?.image_name]));
}

describe('locking', () => {
  it('saves the digest that each tag means, and asks once about each tag', async () => {
    const digest = catalog.images.push(tag);
    const other = catalog.images.push('registry.example/engine:v2-custom');
    const twice = version('v3-custom', { images: [{ framework: 'cpu', image_name: tag }] });
    const wanted = { ...own('v1-custom', 'v2-custom'), versions: [...own('v1-custom', 'v2-custom').versions, twice] };
    expect(await register(wanted)).toMatchObject({ ok: true, value: { changed: true } });
    expect(await images()).toEqual({
      'v1-custom': `${tag}@${digest}`,
      'v2-custom': `registry.example/engine:v2-custom@${other}`,
      'v3-custom': `${tag}@${digest}`,
    });
    expect(catalog.images.asked).toHaveLength(2);
  });

  it('takes an image without a tag for the latest, and leaves one that names only a digest alone', async () => {
    const digest = catalog.images.push('engine:latest');
    const only = `engine@sha256:${'a'.repeat(64)}`;
    const wanted = definition(name, {
      versions: [
        version('a', { images: [{ framework: 'cpu', image_name: 'engine' }] }),
        version('b', { images: [{ framework: 'cpu', image_name: only }] }),
      ],
    });
    expect((await register(wanted)).ok).toBe(true);
    expect(await images()).toEqual({ a: `engine:latest@${digest}`, b: only });
    expect(catalog.images.asked).toEqual(['engine:latest']);
  });

  it('saves nothing where one image is unknown, and names every field at fault', async () => {
    catalog.images.push(tag);
    expect(await register(own('v1-custom', 'v2-custom', 'v3-custom'))).toMatchObject({
      ok: false,
      error: {
        code: 'image-not-found',
        status: 422,
        errors: [
          { code: 'image-not-found', path: ['versions', 1, 'images', 0, 'image_name'] },
          { code: 'image-not-found', path: ['versions', 2, 'images', 0, 'image_name'] },
        ],
      },
    });
    expect(await images()).toEqual({});
  });

  it('asks no registry about what would be refused anyway', async () => {
    const broken = definition(name, {
      versions: [version('v1', { images: [{ framework: 'cpu', image_name: 'NO' }] })],
    });
    expect(await register(broken)).toMatchObject({ ok: false, error: { code: 'invalid-definition' } });
    expect(catalog.images.asked).toEqual([]);
  });

  it('changes nothing while the tag means what it meant, and follows it when it moved', async () => {
    const first = catalog.images.push(tag);
    await apply(own('v1-custom'));
    expect(await apply(own('v1-custom'))).toMatchObject({ ok: true, value: { changed: false } });
    const second = catalog.images.push(tag);
    const relocked = definition(name, {
      versions: [version('v1-custom', { images: [{ framework: 'cpu', image_name: `${tag}@${first}` }] })],
    });
    expect(await apply(relocked)).toMatchObject({ ok: true, value: { changed: true } });
    expect(await images()).toEqual({ 'v1-custom': `${tag}@${second}` });
  });

  it('is left out where nobody asks for it', async () => {
    catalog.images.away = true;
    expect(await apply(own('v1-custom'), undefined, false)).toMatchObject({ ok: true });
    expect(await images()).toEqual({ 'v1-custom': tag });
  });

  it.each([
    ['added', () => new AddVersionHandler(catalog.lockable)],
    ['changed', () => new ChangeVersionHandler(catalog.lockable)],
  ])('works for a version that is %s', async (what, handler) => {
    const isAdded = what === 'added';
    const digest = catalog.images.push(tag);
    await apply(own(isAdded ? 'v0-custom' : 'v1-custom'), undefined, false);
    expect(await handler().execute({ name, version: version('v1-custom'), lock: true }, header())).toMatchObject({
      ok: true,
    });
    expect(await images()).toMatchObject({ 'v1-custom': `${tag}@${digest}` });
    catalog.images.away = true;
    const unknown = version('v1-custom', { run_command: 'x' });
    const change = await new ChangeVersionHandler(catalog.lockable).execute(
      { name, version: unknown, lock: true },
      header(),
    );
    expect(change).toMatchObject({
      ok: false,
      error: { code: 'registry-unavailable', errors: [{ path: ['version', 'images', 0, 'image_name'] }] },
    });
  });

  it('of an edited version touches what the edit names', async () => {
    const digest = catalog.images.push(tag);
    await apply(own('v1-custom'), undefined, false);
    const edit = (changes: object) =>
      new EditVersionHandler(catalog.lockable).execute({ name, version: 'v1-custom', changes, lock: true }, header());
    await edit({ run_command: 'serve' });
    expect(await images()).toEqual({ 'v1-custom': tag });
    await edit({ images: [{ framework: 'cpu', image_name: tag }] });
    expect(await images()).toEqual({ 'v1-custom': `${tag}@${digest}` });
  });
});

describe('a repeated command', () => {
  it('answers the first result, wherever the tag points by now', async () => {
    const key = randomUUID();
    const first = catalog.images.push(tag);
    const done = await register(own('v1-custom'), key);
    catalog.images.push(tag);
    expect(await register(own('v1-custom'), key)).toEqual(done);
    catalog.images.away = true;
    expect(await register(own('v1-custom'), key)).toEqual(done);
    expect(await images()).toEqual({ 'v1-custom': `${tag}@${first}` });
  });

  it('counts on the locks it found, where it changed none', async () => {
    const digest = catalog.images.push(tag);
    await apply(own('v1-custom'));
    const key = randomUUID();
    const described = { ...own('v1-custom'), description: 'an engine' };
    const done = await apply(described, key);
    expect(done).toMatchObject({ value: { changed: true } });
    catalog.images.push(tag);
    expect(await apply(described, key)).toEqual(done);
    expect(await images()).toEqual({ 'v1-custom': `${tag}@${digest}` });
  });

  it('with another image is another command', async () => {
    const key = randomUUID();
    catalog.images.push(tag);
    await register(own('v1-custom'), key);
    catalog.images.push('registry.example/engine:v2-custom');
    expect(await register(own('v2-custom'), key)).toMatchObject({ error: { code: 'idempotency-key-reused' } });
  });

  it('that overtakes the first finds what that one locked', async () => {
    const key = randomUUID();
    const first = catalog.images.push(tag);
    const slow = catalog.images;
    // Both look the tag up before either is written; in between it moves.
    const digests = [first, catalog.images.push(tag)];
    slow.currentDigest = async () => {
      const value = digests.shift() ?? '';
      await new Promise((resolve) => setImmediate(resolve));
      return { ok: true, value };
    };
    const [one, other] = await Promise.all([register(own('v1-custom'), key), register(own('v1-custom'), key)]);
    expect(one).toMatchObject({ ok: true });
    expect(other).toEqual(one);
    expect(digests).toEqual([]);
    expect(await images()).toEqual({ 'v1-custom': `${tag}@${first}` });
  });
});
