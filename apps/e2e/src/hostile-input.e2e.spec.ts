import { allRoutes } from '@enginehouse/contracts/http';
import { describe, expect, it } from 'vitest';
import { unique } from './support/backends.js';
import { hostileRequests, hostileTexts, withText } from './support/hostile-requests.js';
import { stack } from './support/stack.js';
import { api, refused } from './support/api.js';

const traces = /node_modules|\.[cm]?[jt]s:\d+|at \w+ \(/;
/** Enough to know an answer by. */
const shownCharacters = 1024;
/** Joining with bad tokens locks this address out for a while, and others test here too. */
const routes = allRoutes.filter(({ operation }) => operation !== 'joinWorker');
/** No fault of ours: there need not be a registry where this runs. */
const isOutside = (text: string) => text.includes('"registry-unavailable"');

async function answerTo(method: string, path: string, json: unknown): Promise<{ status: number; text: string }> {
  const leaving = new AbortController();
  const response = await fetch(`${stack().apiUrl}${path}`, {
    method,
    signal: leaving.signal,
    headers: {
      authorization: `Bearer ${stack().token}`,
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  });
  const isStream = response.headers.get('content-type')?.includes('event-stream') ?? false;
  const text = isStream ? '' : (await response.text()).slice(0, shownCharacters);
  leaving.abort();
  return { status: response.status, text };
}

describe.each(Object.entries(hostileTexts))('%s', (_what, text) => {
  it.each(routes.map((route) => [route.operation, route] as const))('never breaks %s', async (_operation, route) => {
    for (const { where, path, json } of hostileRequests(route, text)) {
      const answer = await answerTo(route.method, path, json);
      expect(answer.status < 500 || isOutside(answer.text), `${where}: ${answer.status} ${answer.text}`).toBe(true);
      expect(answer.text).not.toMatch(traces);
    }
  });
});

it('is sent in many places', () => {
  expect(routes.flatMap((route) => hostileRequests(route, 'x')).length).toBeGreaterThan(150);
});

/** It can be read in every way, and deleted. */
async function afterwards(name: string): Promise<readonly number[]> {
  const address = `/v1/deployments/${name}`;
  const reads = [address, '/v1/deployments', `${address}/explain`].map((path) => api('GET', path));
  const statuses = (await Promise.all(reads)).map(({ status }) => status);
  return [...statuses, (await api('DELETE', address)).status];
}

describe.each(Object.entries(hostileTexts))('%s in a deployment', (_what, text) => {
  const good = {
    backend: 'Custom',
    modelName: 'a/model',
    imageName: 'a/b:1',
    runCommand: 'serve {{port}}',
    framework: 'cpu',
    healthCheckPath: '/health',
    parameters: ['--level=1'],
    env: { KEY: 'value' },
    placement: { workerLabels: { zone: 'a' } },
    replicas: 0,
  };

  it('is refused, or stored and read and deleted again', async () => {
    for (const { where, value } of withText(good, text)) {
      const name = unique('hostile');
      const made = await answerTo('POST', '/v1/deployments', { ...(value as object), name });
      expect([201, 404, 422], `${where}: ${made.status} ${made.text}`).toContain(made.status);
      const after = made.status === 201 ? await afterwards(name) : [];
      expect(after, where).toEqual(made.status === 201 ? [200, 200, 200, 200] : []);
    }
  });
});

describe('what cannot be stored', () => {
  it.each([
    ['a NUL in a description', String.raw`description: "a\0b"`],
    ['a NUL in a value', String.raw`default_env: {A: "a\0b"}`],
    ['half of a pair', String.raw`description: "a\ud800b"`],
  ])('in YAML is refused: %s', async (_what, line) => {
    const name = `${unique('hostile')}-custom`;
    const yaml = `backend_name: ${name}\n${line}\nversion_configs:\n  v1:\n    image_name: a/b:1\n    custom_framework: cpu\n`;
    const answer = await refused('PUT', `/v1/backends/${name}`, { yaml });
    expect([answer.status, (await api('GET', `/v1/backends/${name}`)).status]).toEqual([422, 404]);
  });
});
