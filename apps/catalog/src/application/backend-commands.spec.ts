import { describe, expect, it } from 'vitest';
import type { BackendDefinition } from '@enginehouse/contracts';
import { addVersion, deleteBackend, describeBackend, removeVersion } from '../domain/backend.decisions.js';
import { registerBackend } from '../domain/apply.decisions.js';
import type { Backend } from '../domain/backend.js';
import { definition, version } from '../testing/given.js';
import { header, inMemoryCatalog } from '../testing/in-memory-catalog.js';

const name = 'engine-custom';
const register = (wanted: BackendDefinition = definition(name)) => ({
  name,
  decide: (state: Backend) => registerBackend(state, { definition: wanted, source: 'custom' as const }),
});
const describeAs = (description: string, expectedRevision?: number) => ({
  name,
  expectedRevision,
  decide: (state: Backend) => describeBackend(state, { name, changes: { description } }),
});
const remove = { name, decide: (state: Backend) => deleteBackend(state, { name }) };
const add = (versionName: string) => ({
  name,
  decide: (state: Backend) => addVersion(state, { name, version: version(versionName) }),
});

describe('a command', () => {
  it('stores who asked, why and for what request with each event, and answers the log position', async () => {
    const { commands, store } = inMemoryCatalog();
    const asked = header(undefined, { reason: 'first engine', traceparent: '00-a-b-01' });
    await expect(commands.run(register(), asked)).resolves.toMatchObject({ ok: true, value: { revision: 1 } });
    const [event] = await store.readAll({ after: 0, limit: 10 });
    expect(event).toMatchObject({
      streamId: 'backend:engine-custom',
      type: 'BackendRegistered',
      meta: {
        actor: 'user:ada',
        correlationId: asked.correlationId,
        reason: 'first engine',
        traceparent: '00-a-b-01',
      },
    });
    expect(event?.meta).not.toHaveProperty('idempotencyKey');
  });

  it('that changes nothing writes nothing and answers the present revision', async () => {
    const { commands, store } = inMemoryCatalog();
    await commands.run(register(definition(name, { description: 'x' })), header());
    await expect(commands.run(describeAs('x'), header())).resolves.toEqual({
      ok: true,
      value: { revision: 1, events: [] },
    });
    expect((await store.head()).position).toBe(1);
  });

  it('after a deletion continues the stream', async () => {
    const { commands, store } = inMemoryCatalog();
    await commands.run(register(), header());
    await commands.run(remove, header());
    await commands.run(register(), header());
    const events = await store.readStream('backend:engine-custom');
    expect(events.map((event) => [event.type, event.version])).toEqual([
      ['BackendRegistered', 1],
      ['BackendDeleted', 2],
      ['BackendRegistered', 3],
    ]);
  });
});

describe('an expected revision', () => {
  it('that is the present one lets the write through', async () => {
    const { commands } = inMemoryCatalog();
    await commands.run(register(), header());
    await expect(commands.run(describeAs('new', 1), header())).resolves.toMatchObject({ value: { revision: 2 } });
  });

  it('that is older refuses it with the present one and what differs', async () => {
    const { commands, store } = inMemoryCatalog();
    await commands.run(register(), header());
    await commands.run(describeAs('theirs'), header());
    await expect(commands.run(describeAs('mine', 1), header())).resolves.toMatchObject({
      ok: false,
      error: {
        code: 'stale-revision',
        status: 412,
        currentRevision: 2,
        extra: { diff: [{ path: ['description'], after: 'theirs' }] },
      },
    });
    expect((await store.head()).position).toBe(2);
  });

  it('lets one of fifty writers win per revision', async () => {
    const { commands, store } = inMemoryCatalog();
    await commands.run(register(), header());
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, n) => commands.run(describeAs(`writer ${n}`, 1), header())),
    );
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect((await store.head()).position).toBe(2);
  });

  it('left out lets all fifty through, one after the other', async () => {
    const { commands, store } = inMemoryCatalog();
    await commands.run(register(), header());
    const results = await Promise.all(Array.from({ length: 50 }, (_, n) => commands.run(add(`v1.${n}`), header())));
    expect(results.every((result) => result.ok)).toBe(true);
    expect((await store.head()).position).toBe(51);
  });
});

describe('two processes', () => {
  it('that write the same backend both succeed: the loser of a race decides again', async () => {
    const one = inMemoryCatalog();
    const other = inMemoryCatalog(one.store);
    await one.commands.run(register(), header());
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, n) => (n % 2 ? one : other).commands.run(add(`v1.${n}`), header())),
    );
    expect(results.every((result) => result.ok)).toBe(true);
    expect((await one.store.readStream('backend:engine-custom')).map((event) => event.version)).toHaveLength(9);
  });
});

/** Two processes that know the backend; what one of them does next, the other has not seen. */
const two = async () => {
  const one = inMemoryCatalog();
  const other = inMemoryCatalog(one.store);
  await one.commands.run(register(), header());
  await other.commands.run(describeAs('seen by both'), header());
  await one.commands.run(add('v1.1'), header());
  return { one, other };
};

describe('a process that remembers a backend which another has changed', () => {
  it('refuses what is wrong by now, though it was right as remembered', async () => {
    const { one, other } = await two();
    await other.commands.run(add('v2'), header());
    await expect(one.commands.run(add('v2'), header())).resolves.toMatchObject({ ok: false });
    await other.commands.run(remove, header());
    await expect(one.commands.run(describeAs('late'), header())).resolves.toMatchObject({
      error: { code: 'backend-not-found' },
    });
  });

  it('accepts what is right by now, though it was wrong as remembered', async () => {
    const { one, other } = await two();
    await other.commands.run(describeAs('theirs'), header());
    const { position } = await one.store.head();
    await expect(one.commands.run(describeAs('mine', position), header())).resolves.toMatchObject({
      value: { revision: position + 1 },
    });
  });

  it('answers a request that the other has done as the other did', async () => {
    const { one, other } = await two();
    const key = header('2c6c3f9e-8f0f-4a8b-9b8e-5a6f2f3f0d16');
    const first = await other.commands.run(describeAs('once', 3), key);
    await other.commands.run(describeAs('in between'), header());
    await expect(one.commands.run(describeAs('once', 3), key)).resolves.toEqual(first);
    await expect(one.commands.run(describeAs('twice'), key)).resolves.toMatchObject({
      error: { code: 'idempotency-key-reused' },
    });
  });
});

describe('a repeated command', () => {
  it('answers the first result, also when other commands came in between', async () => {
    const { commands, store } = inMemoryCatalog();
    await commands.run(register(), header());
    const key = header('2c6c3f9e-8f0f-4a8b-9b8e-5a6f2f3f0d11');
    const first = await commands.run(add('v2'), key);
    await commands.run(describeAs('in between'), header());
    await expect(commands.run(add('v2'), key)).resolves.toEqual(first);
    expect((await store.head()).position).toBe(3);
  });

  it('of a deletion answers the deletion', async () => {
    const { commands } = inMemoryCatalog();
    await commands.run(register(), header());
    const key = header('2c6c3f9e-8f0f-4a8b-9b8e-5a6f2f3f0d12');
    await commands.run(remove, key);
    await expect(commands.run(remove, key)).resolves.toMatchObject({ ok: true, value: { revision: 2 } });
  });

  it('with an expected revision that was right then is not stale now', async () => {
    const { commands } = inMemoryCatalog();
    await commands.run(register(), header());
    const key = header('2c6c3f9e-8f0f-4a8b-9b8e-5a6f2f3f0d13');
    await commands.run(describeAs('new', 1), key);
    await expect(commands.run(describeAs('new', 1), key)).resolves.toMatchObject({ value: { revision: 2 } });
  });

  it('with another payload is refused', async () => {
    const { commands, store } = inMemoryCatalog();
    const key = header('2c6c3f9e-8f0f-4a8b-9b8e-5a6f2f3f0d14');
    await commands.run(register(), key);
    await expect(commands.run(register(definition(name, { description: 'other' })), key)).resolves.toMatchObject({
      error: { code: 'idempotency-key-reused' },
    });
    await expect(commands.run(add('v2'), key)).resolves.toMatchObject({ error: { code: 'idempotency-key-reused' } });
    expect((await store.head()).position).toBe(1);
  });

  it('on another backend is refused', async () => {
    const { commands } = inMemoryCatalog();
    const key = header('2c6c3f9e-8f0f-4a8b-9b8e-5a6f2f3f0d15');
    await commands.run(register(), key);
    const other = definition('other-custom');
    const elsewhere = {
      name: 'other-custom',
      decide: (state: Backend) => registerBackend(state, { definition: other, source: 'custom' as const }),
    };
    await expect(commands.run(elsewhere, key)).resolves.toMatchObject({ error: { code: 'idempotency-key-reused' } });
  });
});

describe('what deployments use', () => {
  const removeV2 = { name, decide: (state: Backend) => removeVersion(state, { name, version: 'v2' }) };
  const withTwo = register(definition(name, { versions: [version('v1'), version('v2')] }));

  it('is not removed: the refusal names the deployments', async () => {
    const { commands, usage, store } = inMemoryCatalog();
    await commands.run(withTwo, header());
    usage.deploy(['chat', 'search'], name, 'v2');
    await expect(commands.run(removeV2, header())).resolves.toMatchObject({
      error: { code: 'version-in-use', extra: { deployments: ['chat', 'search'] } },
    });
    await expect(commands.run(remove, header())).resolves.toMatchObject({
      error: { code: 'backend-in-use', extra: { deployments: ['chat', 'search'] } },
    });
    expect((await store.head()).position).toBe(1);
  });

  it('is not removed either while nobody can tell', async () => {
    const { commands, usage } = inMemoryCatalog();
    await commands.run(withTwo, header());
    usage.away = true;
    await expect(commands.run(removeV2, header())).resolves.toMatchObject({
      error: { code: 'unavailable', hint: expect.stringContaining('scheduler') },
    });
    await expect(commands.run(describeAs('still editable'), header())).resolves.toMatchObject({ ok: true });
  });

  it('does not hold back a version that nothing uses', async () => {
    const { commands, usage } = inMemoryCatalog();
    await commands.run(withTwo, header());
    usage.deploy(['chat'], name, 'v1');
    await expect(commands.run(removeV2, header())).resolves.toMatchObject({ ok: true });
  });
});

describe('a removal', () => {
  const withTwo = register(definition(name, { versions: [version('v1'), version('v2')] }));
  const removeV2 = { name, decide: (state: Backend) => removeVersion(state, { name, version: 'v2' }) };
  const held = (versions: readonly string[] | null) => ({ backend: name, versions });

  it('holds what it takes away, and releases it at the revision that it made', async () => {
    const { commands, usage } = inMemoryCatalog();
    await commands.run(withTwo, header());
    await commands.run(add('v3'), header());
    await commands.run(removeV2, header());
    await commands.run(remove, header());
    const [first, , second] = usage.asked;
    expect(usage.asked).toEqual([
      { hold: first?.hold, ...held(['v2']) },
      { hold: first?.hold, ...held(['v2']), released: 3 },
      { hold: second?.hold, ...held(null) },
      { hold: second?.hold, ...held(null), released: 4 },
    ]);
    expect(second?.hold).not.toBe(first?.hold);
  });

  it('that comes too late for its revision is released and decided again under another hold', async () => {
    const one = inMemoryCatalog();
    const other = inMemoryCatalog(one.store);
    await one.commands.run(withTwo, header());
    const hold = one.usage.hold.bind(one.usage);
    let interrupted = false;
    one.usage.hold = async (asked) => {
      if (!interrupted) await other.commands.run(describeAs('meanwhile'), header());
      interrupted = true;
      return hold(asked);
    };
    await expect(one.commands.run(removeV2, header())).resolves.toMatchObject({ ok: true, value: { revision: 3 } });
    expect(one.usage.asked.map(({ released }) => released)).toEqual([undefined, 1, undefined, 3]);
    expect(new Set(one.usage.asked.map((each) => each.hold)).size).toBe(2);
  });

  it('of which nobody knows whether it was written stays held: only the scheduler can let it be given up', async () => {
    const { commands, usage, store } = inMemoryCatalog();
    await commands.run(withTwo, header());
    const append = store.append.bind(store);
    store.append = async (...input) => {
      await append(...input);
      return { kind: 'unavailable', reason: 'no-answer' };
    };
    await expect(commands.run(removeV2, header())).resolves.toMatchObject({ error: { code: 'unavailable' } });
    expect(usage.asked).toEqual([{ hold: expect.any(String), ...held(['v2']) }]);
  });

  it('that is repeated under its key asks for no second hold', async () => {
    const { commands, usage } = inMemoryCatalog();
    await commands.run(withTwo, header());
    const key = header('2c6c3f9e-8f0f-4a8b-9b8e-5a6f2f3f0d16');
    const first = await commands.run(removeV2, key);
    await expect(commands.run(removeV2, key)).resolves.toEqual(first);
    expect(usage.asked).toHaveLength(2);
  });
});
