import { describe, expect, it } from 'vitest';
import { runHere } from '../../../testing/run-here.js';
import { useFakeApi } from '../../../testing/use-fake-api.js';
import { backend } from '../../../testing/views.js';

const api = useFakeApi();
const at = '/v1/backends/engine-custom/versions';
const done = { json: { revision: 9, changed: true } };
const sent = () => JSON.parse(api.last().body) as unknown;

describe('backend version', () => {
  it('lists versions with what is special about them', async () => {
    const { definition } = backend();
    api.on('GET /v1/backends/engine-custom', {
      json: backend({ definition: { ...definition, default_version: '1.10' } }),
    });
    expect((await api.run('backend version list engine-custom')).stdout).toMatch(
      /1\.10 +cuda +registry\.example\/engine:1\.10 +default, deprecated old\n/,
    );
    expect(JSON.parse((await api.run('backend version list engine-custom --json')).stdout)).toEqual({
      items: definition.versions,
    });
  });

  it('adds one', async () => {
    api.on(`POST ${at}`, done);
    const command = 'serve --port {{port}}';
    const args = ['backend', 'version', 'add', 'engine-custom', 'v2', '--image', 'cuda=e:2', '--image', 'cpu=e:2-cpu'];
    const env = { ENGINEHOUSE_URL: api.url(), ENGINEHOUSE_TOKEN: 't' };
    const flags = ['--run-command', command, '--env', 'A=1', '--env', 'B=x=y', '--lock', '--if-match', '8'];
    const { stdout } = await runHere([...args, ...flags], { env });
    expect(stdout).toBe('version v2 of engine-custom added (revision 9)\n');
    expect(sent()).toEqual({
      name: 'v2',
      images: [
        { framework: 'cuda', image_name: 'e:2' },
        { framework: 'cpu', image_name: 'e:2-cpu' },
      ],
      run_command: command,
      env: { A: '1', B: 'x=y' },
    });
    expect(api.last()).toMatchObject({ query: { lock: 'true' }, headers: { 'if-match': '"8"' } });
  });

  it('wants an image for a new one', async () => {
    expect(await api.run('backend version add engine-custom v2')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--image') as string,
    });
    expect((await api.run('backend version add engine-custom v2 --image cuda')).status).toBe(2);
    expect(api.seen()).toEqual([]);
  });

  it('changes only the fields that are given', async () => {
    api.on(`PATCH ${at}/1.10`, done);
    await api.run('backend version change engine-custom 1.10 --env A=1 --unset-env B --clear entrypoint');
    expect(sent()).toEqual({ env: { A: '1', B: null }, entrypoint: null });
    expect(api.last().query).toEqual({});
    await api.run('backend version change engine-custom 1.10 --image cpu=e:3 --run-command run');
    expect(sent()).toEqual({ images: [{ framework: 'cpu', image_name: 'e:3' }], run_command: 'run' });
    expect(await api.run('backend version change engine-custom 1.10')).toMatchObject({ status: 2 });
  });

  it('locks the images that a version has, unless somebody changed them meanwhile', async () => {
    api.on('GET /v1/backends/engine-custom', { json: backend() }).on(`PATCH ${at}/1.10`, done);
    await api.run('backend version change engine-custom 1.10 --lock');
    expect(sent()).toEqual({ images: [{ framework: 'cuda', image_name: 'registry.example/engine:1.10' }] });
    expect(api.last()).toMatchObject({ query: { lock: 'true' }, headers: { 'if-match': '"7"' } });
    expect(await api.run('backend version change engine-custom v9 --lock')).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('Its versions are: 1.10.') as string,
    });
  });

  it('deprecates, restores and says where nothing changed', async () => {
    api.on(`POST ${at}/1.10/deprecate`, done).on(`POST ${at}/1.10/restore`, { json: { revision: 9, changed: false } });
    expect((await api.run('backend version deprecate engine-custom 1.10 --message old')).stdout).toBe(
      'version 1.10 of engine-custom deprecated (revision 9)\n',
    );
    expect(sent()).toEqual({ message: 'old' });
    expect((await api.run('backend version restore engine-custom 1.10')).stdout).toBe(
      'version 1.10 of engine-custom unchanged (revision 9)\n',
    );
  });

  it('asks before it removes one', async () => {
    api.on(`DELETE ${at}/1.10`, done);
    const no = { ask: () => Promise.resolve('n') };
    expect((await api.run('backend version remove engine-custom 1.10', no)).status).toBe(1);
    expect(api.seen().map(({ method }) => method)).toEqual(['GET']);
    expect((await api.run('backend version remove engine-custom 1.10 --yes')).stdout).toBe(
      'version 1.10 of engine-custom removed (revision 9)\n',
    );
  });
});

describe('backend set-default', () => {
  it('chooses a version or none', async () => {
    api.on('PUT /v1/backends/engine-custom/default-version', done);
    expect((await api.run('backend set-default engine-custom 1.10')).stdout).toBe(
      'default version of engine-custom is 1.10 (revision 9)\n',
    );
    expect(sent()).toEqual({ version: '1.10' });
    await api.run('backend set-default engine-custom --none');
    expect(sent()).toEqual({ version: null });
  });

  it('wants one of both', async () => {
    expect((await api.run('backend set-default engine-custom')).status).toBe(2);
    expect((await api.run('backend set-default engine-custom 1.10 --none')).status).toBe(2);
  });
});
