import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { testDocker, type TestDocker } from './docker.js';

interface Answer {
  readonly status: number | undefined;
  readonly body: unknown;
}

async function call({ socketPath }: TestDocker, method: string, path: string, body?: object): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const sent = request({ socketPath, method, path, headers }, (response) => {
      const parsed = response.statusCode === 204 ? Promise.resolve(undefined) : json(response);
      parsed.then((answer) => resolve({ status: response.statusCode, body: answer }), reject);
    });
    sent.once('error', reject);
    sent.end(body && JSON.stringify(body));
  });
}

describe('testDocker', () => {
  it('answers every caller of a run with the same engine', async () => {
    const [one, other] = await Promise.all([testDocker(), testDocker()]);
    expect(one.host).toBe(other.host);
    expect(await call(one, 'GET', '/version')).toMatchObject({ status: 200 });
  });

  it('has an engine image that ends with the wanted status and last words', async () => {
    const docker = await testDocker();
    const wanted = { Image: await docker.engineImage(), Env: ['EXIT_CODE=7'] };
    const created = await call(docker, 'POST', '/containers/create', wanted);
    const { Id } = created.body as { Id: string };
    await call(docker, 'POST', `/containers/${Id}/start`);
    const ended = await call(docker, 'POST', `/containers/${Id}/wait`);
    expect(ended.body).toMatchObject({ StatusCode: 7 });
    await call(docker, 'DELETE', `/containers/${Id}`);
  });
});
