import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createClient, follow } from '@enginehouse/client';
import type { BackendView } from '@enginehouse/contracts';
import { waitUntil } from '@enginehouse/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unique } from './support/backends.js';
import { stack } from './support/stack.js';

const example = resolve(import.meta.dirname, '../../../examples/catalog-mirror');
const version = (name: string) => ({ name, images: [{ framework: 'cpu', image_name: `engine:${name}` }] });
const followerCredsFile = () => join(stack().dataDir, 'nats/access/follower.creds');

const client = () => createClient({ url: stack().apiUrl, token: stack().token });

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}

const head = async () => {
  const page = await client().events.events({ query: { log: 'catalog', limit: 1 } });
  return page.ok ? page.value.value.head : 0;
};

const catalogOf = async () => {
  const list = await client().backends.list({ query: { limit: 1000 } });
  const names = list.ok ? list.value.value.items.map(({ name }) => name) : [];
  const views = await Promise.all(names.map((name) => client().backends.get({ params: { name } })));
  return views.flatMap((view) => (view.ok ? [view.value.value] : []));
};

const change = async () => {
  const name = `${unique('mirrored')}-custom`;
  const params = { name };
  const done = [
    await client().backends.register({ body: { backend_name: name, versions: [version('v1'), version('v2')] } }),
    await client().backends.addVersion({ params, body: version('v3') }),
    await client().backends.changeVersion({
      params: { name, version: 'v1' },
      body: { ...version('v1'), env: { A: '1' } },
    }),
    await client().backends.deprecateVersion({ params: { name, version: 'v2' }, body: { message: 'old' } }),
    await client().backends.setDefaultVersion({ params, body: { version: 'v3' } }),
    await client().backends.describe({ params, body: { description: 'mirrored' }, reason: 'größer' }),
    await client().backends.removeVersion({ params: { name, version: 'v1' } }),
    await client().backends.restoreVersion({ params: { name, version: 'v2' } }),
    await client().backends.describe({ params, body: { description: null, default_env: { X: 'y' } } }),
  ];
  expect(done.filter((each) => !each.ok)).toEqual([]);
  return name;
};

describe('the example service that mirrors the catalog', () => {
  let directory: string;
  let running: ChildProcess[];
  let printed: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'enginehouse-mirror-'));
    [running, printed] = [[], ''];
  });
  afterEach(async () => {
    await Promise.all(running.map(kill));
    rmSync(directory, { recursive: true, force: true });
  });

  const start = (script: string, more: Readonly<Record<string, string>> = {}): ChildProcess => {
    const env = {
      ...process.env,
      ENGINEHOUSE_URL: stack().apiUrl,
      ENGINEHOUSE_TOKEN: stack().token,
      MIRROR_FILE: join(directory, 'catalog.sqlite'),
      ...more,
    };
    const child = spawn(process.execPath, [join(example, script)], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    child.stdout?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    running.push(child);
    return child;
  };
  const show = async () => {
    const child = start('show.mjs');
    let out = '';
    child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()));
    await once(child, 'close');
    const lines = out.split('\n').filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line) as Pick<BackendView, 'source' | 'definition' | 'revision'>);
  };
  const catchesUp = async () => {
    const position = await head();
    const reached = () => [...printed.matchAll(/now at position (\d+)/g)].some((match) => Number(match[1]) >= position);
    await waitUntil(reached, { what: `the mirror to reach ${position}`, timeout: 20_000 });
  };
  const expectTheSame = async () => {
    const expected = (await catalogOf()).map(({ source, definition, revision }) => ({ source, revision, definition }));
    expect(await show()).toEqual(expected);
    expect(expected.length).toBeGreaterThan(4);
  };

  it.each([
    ['over HTTP', 'feed', () => ({})],
    [
      'over NATS with nothing but the identity of a follower',
      'nats',
      () => ({
        ENGINEHOUSE_NATS_URL: stack().natsUrl,
        ENGINEHOUSE_NATS_CREDS_FILE: followerCredsFile(),
      }),
    ],
  ])('is the same as the API after every kill, %s', async (_, source, nats) => {
    for (let round = 0; round < 4; round += 1) {
      const mirror = start('mirror.mjs', nats());
      if (round > 0) {
        await catchesUp();
      }
      const name = await change();
      const removed = round === 2 ? await client().backends.remove({ params: { name } }) : { ok: true };
      expect(removed).toMatchObject({ ok: true });
      // The first rounds kill it at work, the last one when it is done.
      if (round === 3) {
        await catchesUp();
      }
      await kill(mirror);
    }
    const last = start('mirror.mjs', nats());
    const arrives = async () => {
      await change();
      return printed.includes(`events from ${source}`);
    };
    await waitUntil(arrives, { what: `events from ${source}`, interval: 500, timeout: 20_000 });
    await catchesUp();
    await kill(last);
    expect(printed).not.toMatch(/nats:|feed:|handler:/);
    await expectTheSame();
    expect(existsSync(join(directory, 'catalog.sqlite.lock'))).toBe(false);
  });
});

describe('a follower of the scheduling log', () => {
  it('gets its past from the feed and then its present from NATS', async () => {
    const types: string[] = [];
    const follower = follow(client(), {
      log: 'scheduling',
      nats: { url: stack().natsUrl, creds: readFileSync(followerCredsFile(), 'utf8') },
      handler: (events) => void types.push(...events.map(({ type }) => type)),
    });
    await waitUntil(() => follower.source === 'nats', { what: 'the stream', timeout: 20_000 });
    expect(types).toContain('WorkerJoined');
    await client().workers.cordon({ params: { name: stack().workerName } });
    await waitUntil(() => types.includes('WorkerCordoned'), { what: 'the event', timeout: 2000 });
    expect(follower.source).toBe('nats');
    await client().workers.uncordon({ params: { name: stack().workerName } });
    await follower.stop();
  });
});
