import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { problemOf } from '@enginehouse/contracts';
import { waitUntil } from '@enginehouse/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventAt } from './follow/in-memory-log.js';
import {
  createClient,
  follow,
  knownEvent,
  type Checkpoint,
  type Client,
  type Follower,
  type LogFork,
} from './index.js';

// What stands between "snippet" and "end" is in the README, word for word, and runs here.

async function reading(url: string, token: string, print: Print): Promise<Client> {
  // snippet
  const client = createClient({ url, token });

  const found = await client.backends.get({ params: { name: 'vllm-custom' } });
  if (found.ok) {
    const { value, revision } = found.value;
    print(
      value.definition.versions.map((version) => version.name),
      revision,
    );
  } else {
    print(found.error.code, found.error.detail, found.error.hint);
  }
  // end
  return client;
}

async function writing(client: Client, print: Print): Promise<void> {
  // snippet
  const changed = await client.backends.describe({
    params: { name: 'vllm-custom' },
    body: { description: 'our build', icon: null },
    ifMatch: 7,
    reason: 'says who maintains it',
  });
  if (!changed.ok && changed.error.code === 'stale-revision') {
    print(`somebody changed it meanwhile: it is at revision ${changed.error.currentRevision}`);
  }
  // end
}

async function yaml(client: Client, print: Print): Promise<void> {
  // snippet
  const params = { name: 'vllm-custom' };
  const exported = await client.backends.get({ params, accept: 'application/yaml' });
  if (exported.ok) {
    const applied = await client.backends.apply({ params, yaml: exported.value.value });
    print(applied.ok && applied.value.value.changed);
  }
  // end
}

async function streaming(client: Client, print: Print): Promise<void> {
  // snippet
  const stream = await client.events.events({
    query: { log: 'catalog' },
    accept: 'text/event-stream',
    lastEventId: 'catalog-1',
  });
  if (stream.ok) {
    for await (const { id, data } of stream.value.value) {
      print(id, JSON.parse(data).type);
    }
  }
  // end
}

function following(
  client: Client,
  database: Database,
  natsUrl: string,
  creds: string | undefined,
  print: Print,
): Follower {
  // snippet
  const follower = follow(client, {
    log: 'catalog',
    nats: { url: natsUrl, creds },
    checkpoint: { load: () => database.checkpoint },
    handler: async (events, checkpoint) => {
      await database.transaction((draft) => {
        for (const event of events.map(knownEvent)) {
          if (event?.type === 'VersionAdded') {
            draft.versions.push(event.data.version.name);
          }
        }
        draft.checkpoint = checkpoint;
      });
    },
    onFork: async ({ resumeAt, commonPosition }) => {
      await database.undoBehind(commonPosition, resumeAt);
    },
    onTrouble: ({ source, detail }) => print(source, detail),
  });
  // end
  return follower;
}

type Print = (...words: readonly unknown[]) => void;

/** A service's own store. */
class Database {
  versions: string[] = [];
  checkpoint: Checkpoint | undefined;

  async transaction(work: (draft: Database) => void): Promise<void> {
    work(this);
  }

  async undoBehind(position: number, resumeAt: LogFork['resumeAt']): Promise<void> {
    [this.versions, this.checkpoint] = [this.versions.slice(0, position), resumeAt];
  }
}

const events = ['v1', 'v2', 'v3'].map((name, index) => ({
  ...eventAt(index + 1),
  type: 'VersionAdded',
  data: { version: { name, images: [{ framework: 'cpu', image_name: 'i' }] } },
}));
const view = {
  name: 'vllm-custom',
  source: 'custom',
  revision: 7,
  definition: { backend_name: 'vllm-custom', versions: [events[0]?.data.version] },
  createdAt: '2026-11-01T00:00:00Z',
  updatedAt: '2026-11-01T00:00:00Z',
  updatedBy: 'user:a',
};
const stale = problemOf('stale-revision', 'it is at revision 8', { currentRevision: 8 });
const page = (after: number) => ({
  events: events.slice(after),
  head: 3,
  logId: 'l',
  epochs: [{ epoch: 1, afterPosition: 0 }],
});

/** By method and type: status and body. */
function answerTo(method: string, type: string, after: number): readonly [number, string] {
  if (type === 'application/yaml') {
    return [200, 'backend_name: vllm-custom\n'];
  }
  if (type === 'text/event-stream') {
    return [
      200,
      events
        .slice(1)
        .map((event) => `id: catalog-${event.position}\ndata: ${JSON.stringify(event)}\n\n`)
        .join(''),
    ];
  }
  const bodies = { PATCH: stale, PUT: { name: 'vllm-custom', revision: 7, changed: false, created: false } };
  const body = bodies[method as keyof typeof bodies] ?? (after >= 0 ? page(after) : view);
  return [method === 'PATCH' ? 412 : 200, JSON.stringify(body)];
}

describe('the README', () => {
  let server: Server;
  let url: string;
  let printed: string[];
  const print: Print = (...words) => void printed.push(words.join(' '));

  beforeAll(async () => {
    server = createServer((request, response) => {
      const after = Number(new URL(request.url ?? '', 'http://x').searchParams.get('after') ?? -1);
      const [status, body] = answerTo(request.method ?? '', request.headers.accept ?? '', after);
      setTimeout(() => response.writeHead(status, { etag: '"7"' }).end(body), after >= 3 ? 500 : 0);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    printed = [];
  });

  it('shows the code that is tested here', () => {
    const source = readFileSync(new URL(import.meta.url), 'utf8');
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const tested = [...source.matchAll(/^ {2}\/\/ snippet\n([^]*?)^ {2}\/\/ end\n/gm)].map(([, code = '']) =>
      code.replaceAll(/^ {2}/gm, ''),
    );
    const shown = [...readme.matchAll(/^```ts\n([^]*?)^```\n/gm)].map(([, code = '']) =>
      code.replaceAll(/^import .*\n+/gm, ''),
    );
    expect(shown).toEqual(tested);
    expect(shown).toHaveLength(5);
  });

  it('reads, writes and streams', async () => {
    const client = await reading(url, 'token', print);
    await writing(client, print);
    await yaml(client, print);
    await streaming(client, print);
    expect(printed).toEqual([
      'v1 7',
      'somebody changed it meanwhile: it is at revision 8',
      'false',
      'catalog-2 VersionAdded',
      'catalog-3 VersionAdded',
    ]);
  });

  it('follows', async () => {
    const database = new Database();
    const follower = following(createClient({ url }), database, 'nats://127.0.0.1:1', undefined, print);
    await waitUntil(() => database.versions.length === 3, { what: 'the versions' });
    await follower.stop();
    expect(database.checkpoint).toEqual({ position: 3, logId: 'l', epoch: 1, eventId: 'event-3' });
  });
});
