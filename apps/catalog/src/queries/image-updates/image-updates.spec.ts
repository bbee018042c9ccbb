import { beforeEach, describe, expect, it } from 'vitest';
import { registerBackend } from '../../domain/apply.decisions.js';
import { definition, version } from '../../testing/given.js';
import { header, inMemoryCatalog } from '../../testing/in-memory-catalog.js';
import { InspectImageQuery } from '../inspect-image/inspect-image.query.js';
import { ImageUpdatesQuery } from './image-updates.query.js';

let catalog = inMemoryCatalog();
beforeEach(() => {
  catalog = inMemoryCatalog();
});

async function updatesOf(...images: readonly string[]) {
  const versions = images.map((image_name, index) =>
    version(`v${index}`, { images: [{ framework: 'cpu', image_name }] }),
  );
  const wanted = definition('engine-custom', { versions });
  await catalog.commands.run(
    { name: 'engine-custom', decide: (state) => registerBackend(state, { definition: wanted, source: 'custom' }) },
    header(),
  );
  const answer = await new ImageUpdatesQuery(catalog.views, catalog.images).execute({ name: 'engine-custom' });
  if (!answer.ok) throw new Error(answer.error.detail);
  return answer.value;
}

describe('the updates of a backend’s images', () => {
  it('tell what became of each tag', async () => {
    const same = catalog.images.push('engine:same');
    const old = catalog.images.push('engine:moved');
    const now = catalog.images.push('engine:moved');
    const open = catalog.images.push('engine:open');
    const digest = `sha256:${'a'.repeat(64)}`;
    const { name, revision, items } = await updatesOf(
      `engine:same@${same}`,
      `engine:moved@${old}`,
      'engine:open',
      `engine:gone@${digest}`,
      `engine@${digest}`,
      `engine@${same}`,
    );
    expect({ name, revision }).toEqual({ name: 'engine-custom', revision: 1 });
    expect(items.map(({ status, tag, locked, current }) => ({ status, tag, locked, current }))).toEqual([
      { status: 'unchanged', tag: 'engine:same', locked: same, current: same },
      { status: 'moved', tag: 'engine:moved', locked: old, current: now },
      { status: 'unlocked', tag: 'engine:open', locked: null, current: open },
      { status: 'gone', tag: 'engine:gone', locked: digest, current: null },
      { status: 'gone', tag: `engine@${digest}`, locked: digest, current: null },
      { status: 'gone', tag: `engine@${same}`, locked: same, current: null },
    ]);
    expect(items[1]?.detail).toContain(now);
  });

  it('are unknown where a registry does not answer', async () => {
    catalog.images.away = true;
    const { items } = await updatesOf('engine:1');
    expect(items).toMatchObject([{ status: 'unknown', current: null, detail: 'the registry does not answer' }]);
  });

  it('ask once about a tag that several versions have', async () => {
    catalog.images.push('engine:1');
    expect((await updatesOf('engine:1', 'engine:1')).items).toHaveLength(2);
    expect(catalog.images.asked).toEqual(['engine:1']);
  });

  it('are those of a backend that is there', async () => {
    const answer = await new ImageUpdatesQuery(catalog.views, catalog.images).execute({ name: 'none' });
    expect(answer).toMatchObject({ ok: false, error: { code: 'backend-not-found' } });
  });
});

it('an image is inspected by its registry', async () => {
  const digest = catalog.images.push('engine:1', { user: 'ada' });
  const answer = await new InspectImageQuery(catalog.images).execute({ image: 'engine:1' });
  expect(answer).toMatchObject({ ok: true, value: { digest, user: 'ada' } });
});
