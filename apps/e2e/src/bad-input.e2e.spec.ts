import { describe, expect, it } from 'vitest';
import { freePort } from '@enginehouse/testing';
import { api, refused } from './support/api.js';
import { registerTestBackend, testBackendYaml, testCommand, unique } from './support/backends.js';
import { cli } from './support/cli.js';
import { deploy, instanceIn, remove } from './support/deployments.js';
import { stack } from './support/stack.js';

/** What the API refuses with; the CLI shows the same words. */
interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly exit: number;
}

async function expectRefusal(json: Readonly<Record<string, unknown>>, args: readonly string[], wanted: Refusal) {
  const name = unique('dep');
  const answer = await refused('POST', '/v1/deployments', { json: { name, ...json } });
  expect({ status: answer.status, code: answer.body.code, detail: answer.body.detail }).toEqual({
    status: wanted.status,
    code: wanted.code,
    detail: wanted.detail,
  });
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  const run = await cli(['deploy', name, ...args]);
  expect(run.code).toBe(wanted.exit);
  expect(run.err).toContain(wanted.detail);
}

describe('a request that cannot be right', () => {
  it('names the backend that does not exist, and the nearest one that does', async () => {
    await expectRefusal({ backend: 'vllmm' }, ['--backend', 'vllmm'], {
      status: 404,
      code: 'backend-not-found',
      detail: 'There is no backend "vllmm".',
      exit: 3,
    });
  });

  it('names the version that does not exist', async () => {
    const backend = await registerTestBackend();
    await expectRefusal({ backend, version: 'v9' }, ['--backend', backend, '--version', 'v9'], {
      status: 404,
      code: 'version-not-found',
      detail: `${backend}: There is no version "v9".`,
      exit: 3,
    });
  });

  it('names the framework that no version has', async () => {
    const backend = await registerTestBackend();
    await expectRefusal({ backend, framework: 'rocm' }, ['--backend', backend, '--framework', 'rocm'], {
      status: 422,
      code: 'framework-not-offered',
      detail: `No version of ${backend} offers rocm.`,
      exit: 1,
    });
  });

  it('shows where in a YAML text the mistake is', async () => {
    const yaml = testBackendYaml('broken-custom').replace('custom_framework: cpu', 'custom_framework: [cpu]');
    const answer = await refused('PUT', '/v1/backends/broken-custom', { yaml });
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toEqual([
      expect.objectContaining({ path: ['version_configs', 'v1', 'custom_framework'], line: 6, column: 23 }),
    ]);
    const run = await cli(['backend', 'apply', '-f', '-'], { input: yaml });
    expect(run.code).toBe(1);
    expect(run.err).toContain('version_configs.v1.custom_framework');
    expect(run.err).toContain('6:23');
  });

  it('says that YAML is malformed, with the line', async () => {
    const yaml = 'backend_name: x-custom\nversion_configs: {v1: {image_name: [}\n';
    const answer = await refused('PUT', '/v1/backends/x-custom', { yaml });
    expect(answer.status).toBe(422);
    expect(answer.body.errors?.[0]).toMatchObject({ line: 2 });
    expect((await cli(['backend', 'apply', '-f', '-'], { input: yaml })).code).toBe(1);
  });

  it('refuses a stale revision and says which one is current', async () => {
    const backend = await registerTestBackend();
    const first = await api('GET', `/v1/backends/${backend}`);
    const etag = first.headers.get('etag') ?? '';
    const change = { headers: { 'if-match': etag }, json: { description: 'one' } };
    expect((await api('PATCH', `/v1/backends/${backend}`, change)).status).toBe(200);
    const stale = await refused('PATCH', `/v1/backends/${backend}`, { ...change, json: { description: 'two' } });
    expect(stale.status).toBe(412);
    expect(stale.body.code).toBe('stale-revision');
    expect(stale.body.currentRevision).toBeGreaterThan(Number(etag.replaceAll('"', '')));
    const run = await cli(['backend', 'apply', '-f', '-', '--if-match', etag.replaceAll('"', '')], {
      input: testBackendYaml(backend, '--answer two'),
    });
    expect(run.code).toBe(1);
    expect(run.err).toContain('stale-revision');
  });

  it('refuses a wrong token without saying more', async () => {
    const answer = await refused('GET', '/v1/backends', { token: 'wrong' });
    expect(answer.status).toBe(401);
    expect(answer.body).toMatchObject({ code: 'unauthenticated' });
    const run = await cli(['backend', 'list'], { token: 'wrong' });
    expect(run.code).toBe(5);
    expect(run.err).toContain('unauthenticated');
  });
});

/** The reason, as the API gives it and as the CLI shows it. */
async function expectReason(name: string, state: 'waiting' | 'backing-off' | 'failed', reason: RegExp) {
  const instance = await instanceIn(name, state);
  expect(instance.reason).toMatch(reason);
  const shown = await cli(['instance', 'get', instance.id]);
  expect(shown.code).toBe(0);
  expect(shown.out.replaceAll(/\s+/g, ' ')).toMatch(reason);
  return instance;
}

describe('a deployment that cannot run says why, and is never stuck without a reason', () => {
  it('when no worker can take it', async () => {
    const name = await deploy({
      backend: 'Custom',
      imageName: stack().testImage,
      runCommand: testCommand(),
      framework: 'cuda',
    });
    await expectReason(name, 'waiting', /no worker with framework cuda: 1 worker, 1 without cuda/);
    const explained = await cli(['deployment', 'explain', name]);
    expect(explained.out).toContain('framework-missing');
    await remove(name);
  });

  it('when it asks for more memory than any worker has', async () => {
    const backend = await registerTestBackend();
    const name = await deploy({ backend, resources: { memoryMib: 900_000 } });
    await expectReason(name, 'waiting', /no worker .*memory/);
    await remove(name);
  });

  it('when the registry cannot be reached', async () => {
    const image = `127.0.0.1:${await freePort()}/nobody/there:1`;
    const name = await deploy({ backend: 'Custom', imageName: image, runCommand: testCommand(), maxRestarts: 0 });
    const instance = await expectReason(name, 'backing-off', /registry .*cannot be reached/);
    expect(instance.reason).toContain(image);
    expect(instance.reason).toContain('tried again until it works');
    expect((await cli(['instance', 'list'])).out).toContain('backing-off');
    await remove(name);
  });

  it('when the image does not have the program', async () => {
    const backend = await registerTestBackend('', 'default_entrypoint: /no/such/program\n');
    const name = await deploy({ backend, maxRestarts: 0 });
    await expectReason(name, 'failed', /\/no\/such\/program.*(not found|not in the image|no such file)/i);
    await remove(name);
  });

  it('when the container ends, with its exit code and last words', async () => {
    const backend = await registerTestBackend('--exit-code 3 --last-words "weights are corrupt"');
    const name = await deploy({ backend, maxRestarts: 1 });
    const instance = await expectReason(name, 'failed', /exited with code 3/);
    expect(instance).toMatchObject({ exitCode: 3, oomKilled: false, restarts: 1 });
    expect(instance.lastLogLines.join('\n')).toContain('weights are corrupt');
    const logs = await cli(['instance', 'logs', instance.id]);
    expect(logs.out).toContain('weights are corrupt');
    await remove(name);
  });

  it('when the engine hangs', async () => {
    const backend = await registerTestBackend('--hang true');
    const name = await deploy({ backend, startupTimeoutSeconds: 3, maxRestarts: 0 });
    await expectReason(name, 'failed', /\/v1\/models.*3 s/);
    await remove(name);
  });

  it('when the engine never becomes ready, with its last answer', async () => {
    const backend = await registerTestBackend('--never-ready true');
    const name = await deploy({ backend, startupTimeoutSeconds: 3, maxRestarts: 0 });
    expect((await instanceIn(name, 'probing')).reason).toMatch(/waiting for .*\/v1\/models/);
    await expectReason(name, 'failed', /503/);
    await remove(name);
  });

  it('when the kernel kills it for memory', async () => {
    const backend = await registerTestBackend('--allocate 512');
    const name = await deploy({ backend, resources: { memoryMib: 128 }, maxRestarts: 0 });
    const instance = await expectReason(name, 'failed', /out of memory/);
    expect(instance.oomKilled).toBe(true);
    await remove(name);
  });
});
