import { err, ok, problemOf, scheduling, type DeploymentView, type RecordedEvent } from '@enginehouse/contracts';
import { openSecret } from '@enginehouse/service-kit';
import { beforeAll, describe, expect, it } from 'vitest';
import { SimulatedLog } from '../testing/simulated-log.js';
import { readUntil, type RunningApi } from '../testing/running-api.js';
import { useApi } from '../testing/use-api.js';

const spec = { name: 'chat', backend: 'vLLM', env: { HF_TOKEN: 'hf_canary', PLAIN: 'x' } };

const viewOf = (env: Record<string, string>, more: Partial<DeploymentView> = {}): DeploymentView => ({
  name: 'chat',
  status: 'ready',
  reason: '',
  revision: 12,
  spec: scheduling.createDeployment.input.parse({ ...spec, env }),
  backendRevision: 1,
  currentBackendRevision: 1,
  replicas: 1,
  readyReplicas: 1,
  stopped: false,
  roll: null,
  createdAt: '2026-01-01T00:00:10.000Z',
  createdBy: 'user:x',
  instances: [],
  ...more,
});
const dataOf = (text: string) => [...text.matchAll(/^data: (.*)$/gm)].map((match) => JSON.parse(match[1] ?? ''));

describe('the deployments of the API', () => {
  let api: RunningApi;
  const { serving } = useApi((running) => {
    api = running;
  });

  const serveCreation = () => {
    const asked: { env?: Record<string, string> }[] = [];
    serving.push(
      api.services.serve(scheduling.createDeployment, async (input) => {
        asked.push(input);
        return ok({ revision: 12, changed: true });
      }),
    );
    return asked;
  };

  it('seal secret values before they leave, and mask them in every answer', async () => {
    const asked = serveCreation();
    const response = await api.fetch('POST', '/v1/deployments', { json: spec });
    expect(response.status).toBe(201);
    expect(response.headers.get('etag')).toBe('"12"');
    const env = asked[0]?.env ?? {};
    expect(env['PLAIN']).toBe('x');
    expect(env['HF_TOKEN']).not.toContain('canary');
    expect(openSecret(env['HF_TOKEN'] ?? '', api.secretsKey)).toEqual({ ok: true, value: 'hf_canary' });

    serving.push(api.services.serve(scheduling.getDeployment, async () => ok(viewOf(env))));
    const read = (await (await api.fetch('GET', '/v1/deployments/chat')).json()) as DeploymentView;
    expect(read.spec.env).toEqual({ HF_TOKEN: '********', PLAIN: 'x' });
  });

  it('come out the same when a creation is repeated with its key', async () => {
    const asked = serveCreation();
    const headers = { 'idempotency-key': 'once' };
    await api.fetch('POST', '/v1/deployments', { json: spec, headers });
    await api.fetch('POST', '/v1/deployments', { json: spec, headers });
    expect(asked[1]?.env).toEqual(asked[0]?.env);
    await api.fetch('POST', '/v1/deployments', { json: { ...spec, env: { HF_TOKEN: 'other' } }, headers });
    expect(asked[2]?.env?.['HF_TOKEN']).not.toBe(asked[0]?.env?.['HF_TOKEN']);
  });

  it.each([
    ['a value that looks sealed', { ANY: 'sealed:v1:AAAA' }, ['env', 'ANY']],
    ['the mask as a secret', { HF_TOKEN: '********' }, ['env', 'HF_TOKEN']],
  ])('refuse %s', async (_what, env, path) => {
    const asked = serveCreation();
    const response = await api.fetch('POST', '/v1/deployments', { json: { ...spec, env } });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ errors: [{ code: 'reserved-value', path }] });
    expect(asked).toEqual([]);
  });

  it('are scaled by PATCH against a revision', async () => {
    const asked: unknown[] = [];
    serving.push(
      api.services.serve(scheduling.scaleDeployment, async (input) => {
        asked.push(input);
        return ok({ revision: 13, changed: true });
      }),
    );
    await api.fetch('PATCH', '/v1/deployments/chat', { json: { replicas: 0 }, headers: { 'if-match': '"12"' } });
    expect(asked).toEqual([{ name: 'chat', replicas: 0, expectedRevision: 12 }]);
  });

  it('are rolled on the revision of their plan, with or without a body, and rolls are cancelled', async () => {
    const asked: unknown[] = [];
    const done = async (input: unknown) => {
      asked.push(input);
      return ok({ revision: 13, changed: true });
    };
    const refusal = err(problemOf('unavailable', 'as planned'));
    serving.push(
      api.services.serve(scheduling.planRoll, async (input) => {
        asked.push(input);
        return refusal;
      }),
      api.services.serve(scheduling.rollDeployment, done),
      api.services.serve(scheduling.cancelRoll, done),
    );
    const roll = '/v1/deployments/chat/roll';
    expect((await api.fetch('POST', `${roll}/plan`)).status).toBe(503);
    const headers = { 'if-match': '"12"' };
    const json = { to: 7, version: '1.0', mode: 'surge', readyWithinSeconds: 60 };
    expect((await api.fetch('POST', roll, { json, headers })).headers.get('etag')).toBe('"13"');
    await api.fetch('POST', roll);
    await api.fetch('POST', `${roll}/cancel`, { headers });
    expect(asked).toEqual([
      { name: 'chat', wish: {} },
      { name: 'chat', wish: json, expectedRevision: 12 },
      { name: 'chat', wish: {} },
      { name: 'chat', expectedRevision: 12 },
    ]);
    expect((await api.fetch('POST', roll, { json: { to: 0 } })).status).toBe(422);
    expect((await api.fetch('POST', roll, { json: { revision: 7 } })).status).toBe(422);
  });

  it('are not sent again to who has them, and name their revision for the next change', async () => {
    let view = viewOf({}, { revision: 12 });
    serving.push(api.services.serve(scheduling.getDeployment, async () => ok(view)));
    const asked: unknown[] = [];
    serving.push(
      api.services.serve(scheduling.stopDeployment, async (input) => {
        asked.push(input);
        return ok({ revision: 13, changed: true });
      }),
    );
    const read = (tag?: string) =>
      api.fetch('GET', '/v1/deployments/chat', tag === undefined ? {} : { headers: { 'if-none-match': tag } });
    const tag = (await read()).headers.get('etag') ?? '';
    expect([(await read(tag)).status, (await read('"12"')).status]).toEqual([304, 200]);
    view = viewOf({}, { revision: 12, status: 'failed' });
    expect((await read(tag)).status).toBe(200);
    await api.fetch('POST', '/v1/deployments/chat/stop', { headers: { 'if-match': tag } });
    expect(asked).toEqual([{ name: 'chat', expectedRevision: 12 }]);
  });

  const follow = (headers = {}) =>
    api.fetch('GET', '/v1/deployments/chat/events', { headers: { accept: 'text/event-stream', ...headers } });

  describe('as a stream of their events', () => {
    const log = new SimulatedLog();
    let created = 0;

    beforeAll(() => {
      log.add('deployment:chat', 'DeploymentCreated', creation('chat'), '2026-01-01T00:00:00.000Z');
      log.add('deployment:chat', 'DeploymentDeleted', {}, '2026-01-01T00:00:01.000Z');
      for (let index = 0; index < 700; index += 1) {
        log.add('worker:w', 'WorkerReported', {}, '2026-01-01T00:00:02.000Z');
      }
      created = log.add('deployment:chat', 'DeploymentCreated', creation('chat'), '2026-01-01T00:00:03.000Z');
      log.add('instance:other-1', 'InstanceCreated', { deployment: 'other', modelName: 'm' });
      log.add('instance:chat-1', 'InstanceCreated', { deployment: 'chat', modelName: 'm' });
      log.add('instance:other-1', 'InstanceReady', { url: 'http://o', port: 1 });
      log.add('instance:chat-1', 'InstanceReady', { url: 'http://c', port: 2 });
    });
    const serveLog = () => {
      const view = viewOf({}, { createdAt: '2026-01-01T00:00:03.000Z', revision: created });
      serving.push(log.serve(api.services, scheduling.feed));
      serving.push(api.services.serve(scheduling.getDeployment, async () => ok(view)));
    };

    it('are listed up to now for who wants JSON', async () => {
      serveLog();
      const response = await follow({ accept: 'application/json' });
      const { items } = (await response.json()) as { items: object[] };
      expect(items).toMatchObject([
        { position: created, type: 'DeploymentCreated', actor: 'user:test', text: expect.stringContaining('chat') },
        { type: 'InstanceCreated', instance: 'chat-1' },
        { type: 'InstanceReady', instance: 'chat-1', text: 'ready at http://c' },
      ]);
    });

    it('begin with the creation, leave out what is of others, and go on live to the end', async () => {
      serveLog();
      const response = await follow();
      expect(response.headers.get('content-type')).toContain('text/event-stream');
      setTimeout(() => {
        log.add('deployment:chat', 'DeploymentDeleted', {});
        log.add('instance:chat-1', 'InstanceDeleted', { reason: 'the deployment was deleted' });
      }, 200);
      const text = await readUntil(response, (so) => so.includes('event: end'));
      expect(dataOf(text).slice(0, -1)).toEqual([
        expect.objectContaining({
          position: created,
          type: 'DeploymentCreated',
          text: expect.stringContaining('chat'),
        }),
        expect.objectContaining({ type: 'InstanceCreated', instance: 'chat-1' }),
        expect.objectContaining({ type: 'InstanceReady', instance: 'chat-1', text: 'ready at http://c' }),
        expect.objectContaining({ type: 'DeploymentDeleted' }),
        expect.objectContaining({ type: 'InstanceDeleted', instance: 'chat-1' }),
      ]);
    });

    it('go on after the last one the client has', async () => {
      serveLog();
      const text = await readUntil(await follow({ 'last-event-id': `scheduling-${created + 2}` }), (so) =>
        so.includes('event: end'),
      );
      expect(dataOf(text)[0]).toMatchObject({ type: 'InstanceReady', instance: 'chat-1' });
    });
  });
});

const creation = (name: string): RecordedEvent['data'] => ({
  spec: { name, backend: 'vLLM' },
  pin: { backend: 'vLLM', revision: 1, source: 'built_in', definition: { backend_name: 'vLLM', versions: [] } },
});
