import type { RecordedEvent, TimelineEntry } from '@enginehouse/contracts';
import { beforeAll, describe, expect, it } from 'vitest';
import { api } from './support/api.js';
import { registerTestBackend } from './support/backends.js';
import { cli } from './support/cli.js';
import { deploy, deployment, firstInstance, instanceIn, remove } from './support/deployments.js';
import { stack } from './support/stack.js';

const chat = (model: string, body: object = {}) =>
  fetch(`${stack().gatewayUrl}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack().token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: 'hello there' }], ...body }),
  });

/** The first event of a stream of the catalog, which other tests have filled too. */
async function firstOf(streamId: string): Promise<RecordedEvent | undefined> {
  for (let after = 0; ;) {
    const { body } = await api<{ events: RecordedEvent[] }>('GET', `/v1/events?log=catalog&after=${after}&limit=1000`);
    const found = body.events.find((event) => event.streamId === streamId);
    const last = body.events.at(-1);
    if (found || !last) return found;
    after = last.position;
  }
}

describe('a backend becomes a container that answers', () => {
  let backend: string;
  let name: string;
  beforeAll(async () => {
    backend = await registerTestBackend();
    name = await deploy({ backend, modelName: 'team/tiny', replicas: 1 });
    await instanceIn(name, 'ready');
  });

  it('leaves every step in the log, each with its position, the facts of the worker included', async () => {
    const { id } = await firstInstance(name);
    const timeline = await api<{ items: TimelineEntry[] }>('GET', `/v1/instances/${id}/timeline`);
    const types = timeline.body.items.map((entry) => entry.type);
    expect(types).toEqual(
      expect.arrayContaining([
        'InstanceCreated',
        'InstancePlaced',
        'ContainerCreated',
        'ContainerStarted',
        'InstanceReady',
      ]),
    );
    const positions = timeline.body.items.map((entry) => entry.position);
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
  });

  it('explains why it is where it is', async () => {
    const { id, worker } = await firstInstance(name);
    const { out, code } = await cli(['instance', 'explain', id]);
    expect(code).toBe(0);
    expect(out).toContain(`placed on ${worker}`);
  });

  it('answers a chat through the gateway under the model name clients use', async () => {
    const answer = await chat('team/tiny');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ choices: [{ message: { content: 'You said: hello there' } }] });
  });

  it('streams', async () => {
    const text = await (await chat('team/tiny', { stream: true })).text();
    expect(text.match(/^data: \{/gm)?.length).toBeGreaterThan(2);
    expect(text.trimEnd()).toMatch(/data: \[DONE\]$/);
  });

  it('lists the model, and only to who may ask', async () => {
    const models = await fetch(`${stack().gatewayUrl}/v1/models`, {
      headers: { authorization: `Bearer ${stack().token}` },
    });
    expect(await models.json()).toMatchObject({
      data: expect.arrayContaining([expect.objectContaining({ id: 'team/tiny' })]) as unknown,
    });
    expect((await fetch(`${stack().gatewayUrl}/v1/models`)).status).toBe(401);
  });

  it('puts the registration into the catalog log and hands it to whoever reads the feed', async () => {
    expect(await firstOf(`backend:${backend}`)).toMatchObject({
      type: 'BackendRegistered',
      meta: { actor: expect.stringMatching(/^user:/) as string },
    });
  });

  it('scales up and down, stops, starts and goes away without a trace', async () => {
    const other = await deploy({ backend, replicas: 2 });
    await expect.poll(async () => (await deployment(other)).readyReplicas, { timeout: 60_000 }).toBe(2);
    expect((await cli(['deployment', 'scale', other, '1'])).code).toBe(0);
    await expect.poll(async () => (await deployment(other)).instances.length, { timeout: 60_000 }).toBe(1);
    expect((await cli(['deployment', 'stop', other])).code).toBe(0);
    await expect.poll(async () => (await deployment(other)).status, { timeout: 60_000 }).toBe('stopped');
    await expect.poll(async () => (await deployment(other)).instances.length, { timeout: 60_000 }).toBe(0);
    const asked = await chat(other);
    expect(asked.status).toBe(503);
    expect(await asked.json()).toMatchObject({ error: { message: expect.stringContaining('stopped') as string } });
    expect((await cli(['deployment', 'start', other])).code).toBe(0);
    await instanceIn(other, 'ready');
    await remove(other);
    expect((await chat(other)).status).toBe(404);
  });

  it('shows the logs of its container', async () => {
    const { id } = await firstInstance(name);
    const { out, code } = await cli(['instance', 'logs', id]);
    expect(code).toBe(0);
    expect(out).toContain('test engine: listening on 0.0.0.0');
  });

  it('keeps its chain of hashes whole', async () => {
    const { out, code } = await cli(['log', 'verify', '--json']);
    expect(code).toBe(0);
    expect(out).toMatch(/"ok":\s*true/);
    expect(out).not.toMatch(/"ok":\s*false/);
  });

  it('has the engine in a container that is not privileged, has its own network and read-only models', async () => {
    const { containerId } = await firstInstance(name);
    const inspect = await dockerInspect(String(containerId));
    expect(inspect.HostConfig).toMatchObject({
      Privileged: false,
      NetworkMode: expect.not.stringMatching(/^host$/) as string,
    });
    expect(inspect.HostConfig.SecurityOpt).toEqual(
      expect.arrayContaining([expect.stringContaining('no-new-privileges')]),
    );
    const ports = Object.values(inspect.HostConfig.PortBindings).flat();
    expect(ports.map((port) => port.HostIp)).toEqual(['127.0.0.1']);
  });
});

interface Inspect {
  readonly HostConfig: {
    readonly Privileged: boolean;
    readonly NetworkMode: string;
    readonly SecurityOpt: readonly string[];
    readonly PortBindings: Readonly<Record<string, readonly { readonly HostIp: string }[]>>;
  };
}

async function dockerInspect(id: string): Promise<Inspect> {
  const { request } = await import('node:http');
  const socketPath = stack().dockerHost.replace('unix://', '');
  return new Promise((done, fail) => {
    request({ socketPath, path: `/containers/${id}/json` }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => done(JSON.parse(text) as Inspect));
    })
      .on('error', fail)
      .end();
  });
}
