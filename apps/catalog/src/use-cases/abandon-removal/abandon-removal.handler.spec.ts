import { expect, it } from 'vitest';
import { newHoldId } from '../../application/hold-id.js';
import { registerBackend } from '../../domain/apply.decisions.js';
import type { Backend } from '../../domain/backend.js';
import { deleteBackend, removeVersion } from '../../domain/backend.decisions.js';
import { definition, version } from '../../testing/given.js';
import { header, inMemoryCatalog } from '../../testing/in-memory-catalog.js';
import { AbandonRemovalHandler } from './abandon-removal.handler.js';

const name = 'engine-custom';
const wanted = definition(name, { versions: [version('v1'), version('v2')] });
const register = {
  name,
  decide: (state: Backend) => registerBackend(state, { definition: wanted, source: 'custom' as const }),
};
const removeV2 = { name, decide: (state: Backend) => removeVersion(state, { name, version: 'v2' }) };

async function withBackend() {
  const catalog = inMemoryCatalog();
  await catalog.commands.run(register, header());
  const { repository, store, views } = catalog;
  const handler = new AbandonRemovalHandler(repository, store, views);
  const abandon = (hold: string) => handler.execute({ name, hold }, header());
  const types = async () => (await store.readStream(`backend:${name}`)).map(({ type }) => type);
  return { ...catalog, abandon, types };
}

it('makes the stream longer, so that a removal decided before it conflicts and is decided again', async () => {
  const { commands, usage, abandon, types } = await withBackend();
  const hold = usage.hold.bind(usage);
  // The removal stalls behind its hold for so long that the hold is given up.
  let stalled = false;
  usage.hold = async (asked) => {
    const answer = await hold(asked);
    if (!stalled) await abandon(asked.hold);
    stalled = true;
    return answer;
  };
  await expect(commands.run(removeV2, header())).resolves.toMatchObject({ ok: true, value: { revision: 3 } });
  expect(await types()).toEqual(['BackendRegistered', 'RemovalAbandoned', 'VersionRemoved']);
  expect(usage.asked.map(({ released }) => released)).toEqual([undefined, 1, undefined, 3]);
});

it('leaves a removal that has happened as it is, and answers the newest revision', async () => {
  const { commands, usage, abandon, types } = await withBackend();
  await commands.run(removeV2, header());
  const hold = usage.asked[0]?.hold ?? '';
  await expect(abandon(hold)).resolves.toEqual({ ok: true, value: { revision: 2, changed: false } });
  expect(await types()).toEqual(['BackendRegistered', 'VersionRemoved']);
});

it('is done once, however often it is asked for', async () => {
  const { abandon, types } = await withBackend();
  const hold = newHoldId('some-key');
  await expect(abandon(hold)).resolves.toEqual({ ok: true, value: { revision: 2, changed: true } });
  await expect(abandon(hold)).resolves.toEqual({ ok: true, value: { revision: 2, changed: false } });
  await Promise.all([abandon(hold), abandon(hold)]);
  expect(await types()).toEqual(['BackendRegistered', 'RemovalAbandoned']);
});

it('writes nothing about a backend that is gone already', async () => {
  const { commands, abandon, types } = await withBackend();
  await commands.run({ name, decide: (state: Backend) => deleteBackend(state, { name }) }, header());
  await expect(abandon(newHoldId('another-key'))).resolves.toEqual({
    ok: true,
    value: { revision: 2, changed: false },
  });
  expect(await types()).toEqual(['BackendRegistered', 'BackendDeleted']);
});

it('reads a backend as it was before: nothing in it has changed', async () => {
  const { abandon, views } = await withBackend();
  await abandon(newHoldId('third-key'));
  await expect(views.get(name)).resolves.toMatchObject({ revision: 2, definition: wanted });
});
