import { describe, expect, it } from 'vitest';
import { useFakeApi } from '../../testing/use-fake-api.js';
import { backend } from '../../testing/views.js';

const api = useFakeApi();

describe('backend', () => {
  it('lists all pages', async () => {
    const { definition: _definition, ...view } = backend();
    const item = (name: string) => ({ ...view, name, frameworks: ['cuda'], versions: ['1.10'], hasIcon: false });
    api.on('GET /v1/backends', ({ query }) =>
      query['cursor']
        ? { json: { items: [{ ...item('b-custom'), deployments: null }] } }
        : { json: { items: [{ ...item('a-custom'), deployments: 1 }], nextCursor: 'n' } },
    );
    const { stdout } = await api.run('backend list --source custom --framework cuda --search x');
    expect(stdout).toBe(
      'NAME      SOURCE  REVISION  DEFAULT  VERSIONS  FRAMEWORKS  USED BY       CHANGED\n' +
        'a-custom  custom  7         auto     1.10      cuda        1 deployment  3h ago\n' +
        'b-custom  custom  7         auto     1.10      cuda        ?             3h ago\n',
    );
    expect(api.last().query).toMatchObject({ source: 'custom', framework: 'cuda', search: 'x', cursor: 'n' });
    expect(JSON.parse((await api.run('backend list --json')).stdout)).toMatchObject({
      items: [{}, { name: 'b-custom' }],
    });
  });

  it('lists beside each framework, where it is wide, the version that stands for it and how many more there are', async () => {
    const { definition: _definition, ...view } = backend();
    const item = { ...view, versions: ['1.9', '1.10'], hasIcon: false, deployments: 0 };
    const cuda = { framework: 'cuda', versions: ['1.10', '1.9'] };
    const cpu = { framework: 'cpu', versions: ['1.10'] };
    api.on('GET /v1/backends', {
      json: {
        items: [
          { ...item, frameworks: ['cuda', 'cpu'], frameworkVersions: [cuda, cpu], defaultVersion: '1.9' },
          { ...item, name: 'retired-custom', frameworks: [], frameworkVersions: [] },
          { ...item, name: 'told-less-custom', frameworks: ['cuda', 'cpu'] },
        ],
      },
    });
    const { stdout } = await api.run('backend list -o wide');
    expect(stdout).toContain('cuda 1.9 +1, cpu 1.10 ');
    expect(stdout).toMatch(/retired-custom .* 1\.9, 1\.10 +- +no deployments/);
    expect(stdout).toMatch(/told-less-custom .* cuda, cpu +no deployments/);
    expect(JSON.parse((await api.run('backend list --json')).stdout)).toMatchObject({
      items: [{ frameworkVersions: [cuda, cpu] }, { frameworkVersions: [] }, {}],
    });
  });

  it('shows one, as text, YAML or JSON, at any revision', async () => {
    api.on('GET /v1/backends/engine-custom', ({ headers }) =>
      headers['accept'] === 'application/yaml'
        ? { text: 'backend_name: engine-custom\n', type: 'application/yaml' }
        : { json: backend() },
    );
    const { stdout } = await api.run('backend get engine-custom --revision 7');
    expect(api.last().query).toEqual({ revision: '7' });
    expect(stdout).toContain('Description:      an engine');
    expect(stdout).toContain('1.10     cuda        registry.example/engine:1.10               deprecated old');
    expect((await api.run('backend get engine-custom -o yaml')).stdout).toBe('backend_name: engine-custom\n');
    expect(JSON.parse((await api.run('backend get engine-custom -o json')).stdout)).toEqual(backend());
  });

  it('asks before it deletes, and takes no for an answer', async () => {
    api.on('GET /v1/backends/x-custom', { json: backend() });
    api.on('DELETE /v1/backends/x-custom', { json: { revision: 9, changed: true } });
    const asked: string[] = [];
    const answering = (answer: string) => ({
      ask: (question: string) => {
        asked.push(question);
        return Promise.resolve(answer);
      },
    });
    expect(await api.run('backend delete x-custom', answering(''))).toMatchObject({ status: 1, stdout: '' });
    expect(api.seen().map(({ method }) => method)).toEqual(['GET']);
    expect(await api.run('backend delete x-custom', answering('y'))).toMatchObject({
      status: 0,
      stdout: 'backend x-custom deleted\n',
    });
    expect(asked).toEqual(['Delete backend x-custom? [y/N] ', 'Delete backend x-custom? [y/N] ']);
    expect((await api.run('backend delete x-custom --yes')).status).toBe(0);
  });

  it('tells the history', async () => {
    const entry = { revision: 7, version: 1, type: 'VersionRemoved', at: '2026-01-02T09:00:00Z', actor: 'user:ada' };
    api.on('GET /v1/backends/x-custom/history', ({ query }) => ({
      json: { items: query['after'] === '0' ? [{ ...entry, reason: 'old', data: { version: '1' } }] : [] },
    }));
    expect((await api.run('backend history x-custom')).stdout).toMatch(
      /7 +2026-01-02 .* user:ada +removed version 1 +old\n/,
    );
  });
});
