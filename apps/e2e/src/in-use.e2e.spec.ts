import type { BackendDefinition, BackendView, HistoryEntry } from '@enginehouse/contracts';
import { beforeEach, describe, expect, it } from 'vitest';
import { api, refused } from './support/api.js';
import { testCommand, unique } from './support/backends.js';
import { deploy, remove } from './support/deployments.js';
import { stack } from './support/stack.js';

const version = (name: string) => ({
  name,
  images: [{ framework: 'cpu', image_name: stack().testImage }],
  run_command: testCommand(`--model {{model_name}}`),
});
const definition = (name: string, ...versions: readonly string[]): BackendDefinition => ({
  backend_name: name,
  versions: versions.map(version),
});

let backend: string;
let address: string;
beforeEach(async () => {
  backend = `${unique('used')}-custom`;
  address = `/v1/backends/${backend}`;
  await api('PUT', address, { json: definition(backend, '1.0') });
  await api('POST', `${address}/versions`, { json: version('2.0') });
});

/** Every way to take version 2.0 away; each answers its refusal. */
const removals = async (): Promise<readonly (readonly [string, number, unknown])[]> => {
  const history = await api<{ items: HistoryEntry[] }>('GET', `${address}/history`);
  const answers = [
    await refused('DELETE', `${address}/versions/2.0`),
    await refused('PUT', address, { json: definition(backend, '1.0', '3.0') }),
    await refused('POST', `${address}/rollback`, { json: { toRevision: history.body.items[0]?.revision } }),
    await refused('DELETE', address),
  ];
  return answers.map(({ status, body }) => [body.code, status, body.extra?.['deployments']]);
};
const versions = async () => (await api<BackendView>('GET', address)).body.definition.versions.map(({ name }) => name);

describe('what a deployment uses', () => {
  it.each([
    ['is pinned to it', { version: '2.0' }],
    ['has it through Auto', {}],
  ])('is not removed, renamed, rolled back or deleted while one %s, running or stopped', async (_, wish) => {
    const name = await deploy({ backend, ...wish });
    const all = [
      ['version-in-use', 409, [name]],
      ['version-in-use', 409, [name]],
      ['version-in-use', 409, [name]],
      ['backend-in-use', 409, [name]],
    ];
    expect(await removals()).toEqual(all);
    await api('POST', `/v1/deployments/${name}/stop`);
    expect(await removals()).toEqual(all);
    expect(await versions()).toEqual(['1.0', '2.0']);
    await remove(name);
    expect((await api('DELETE', `${address}/versions/2.0`)).status).toBe(200);
    expect((await api('DELETE', address)).status).toBe(200);
  });

  it('does not hold back another version', async () => {
    const name = await deploy({ backend, version: '1.0' });
    expect((await api('DELETE', `${address}/versions/2.0`)).status).toBe(200);
    expect(await versions()).toEqual(['1.0']);
    await remove(name);
  });
});

describe('a deprecated version', () => {
  it('is refused to who names it, with its message, and passed over by who names none', async () => {
    await api('PUT', `${address}/default-version`, { json: { version: '2.0' } });
    await api('POST', `${address}/versions/2.0/deprecate`, { json: { message: 'crashes on long prompts' } });
    const named = await refused('POST', '/v1/deployments', { json: { name: unique('dep'), backend, version: '2.0' } });
    expect([named.status, named.body]).toMatchObject([
      422,
      {
        code: 'version-deprecated',
        detail: `Version "2.0" of ${backend} is deprecated: crashes on long prompts`,
        hint: expect.stringContaining('"1.0"'),
      },
    ]);
    const name = await deploy({ backend });
    expect((await refused('DELETE', `${address}/versions/1.0`)).body).toMatchObject({
      code: 'version-in-use',
      extra: { deployments: [name] },
    });
    await remove(name);
  });
});
