import { describe, expect, it } from 'vitest';
import { problemOf } from '@enginehouse/contracts';
import { useFakeApi } from '../../testing/use-fake-api.js';
import { backend } from '../../testing/views.js';

const api = useFakeApi();
const name = 'engine-custom';
const changes = [{ path: ['description'], before: 'an engine', after: 'the engine' }];

const answering = (answer: string, asked: string[] = []) => ({
  ask: (question: string) => {
    asked.push(question);
    return Promise.resolve(answer);
  },
});

describe('backend diff', () => {
  it('shows the last change, or that between two revisions', async () => {
    api.on(`GET /v1/backends/${name}/diff`, { json: { name, from: 5, to: 7, changes } });
    const { stdout } = await api.run(`backend diff ${name}`);
    expect(stdout).toBe(
      'backend engine-custom, revision 5 to 7\n~ description\n    - "an engine"\n    + "the engine"\n',
    );
    expect(api.last().query).toEqual({});
    await api.run(`backend diff ${name} 3 7`);
    expect(api.last().query).toEqual({ from: '3', to: '7' });
    expect(JSON.parse((await api.run(`backend diff ${name} --json`)).stdout)).toEqual({
      name,
      from: 5,
      to: 7,
      changes,
    });
  });

  it('says where nothing differs, and where there was nothing before', async () => {
    api.on(`GET /v1/backends/${name}/diff`, { json: { name, from: 0, to: 1, changes: [] } });
    expect((await api.run(`backend diff ${name}`)).stdout).toBe(
      'backend engine-custom, from before it was registered to revision 1\nnothing differs\n',
    );
  });

  it('takes only revisions', async () => {
    expect((await api.run(`backend diff ${name} v1`)).status).toBe(2);
  });
});

describe('backend get', () => {
  it('shows it as it was at a time', async () => {
    api.on(`GET /v1/backends/${name}`, { json: backend() });
    expect((await api.run(`backend get ${name} --at 3d`)).status).toBe(0);
    expect(api.last().query).toEqual({ at: '2025-12-30T12:00:00.000Z' });
    expect((await api.run(`backend get ${name} --at 3d --revision 2`)).status).toBe(2);
  });
});

const rollbackAnswers = () => {
  api.on(`GET /v1/backends/${name}`, { json: backend() });
  api.on(`GET /v1/backends/${name}/diff`, ({ query }) => ({
    json: { name, from: Number(query['from']), to: Number(query['to'] ?? 9), changes: query['to'] ? changes : [] },
  }));
  api.on(`POST /v1/backends/${name}/rollback`, { json: { revision: 10, changed: true } });
};

describe('backend rollback', () => {
  it('shows what would change, asks, and changes exactly that', async () => {
    rollbackAnswers();
    const asked: string[] = [];
    const { stdout, stderr } = await api.run(`backend rollback ${name} --to 7 --reason broken`, answering('y', asked));
    expect(stderr).toBe('~ description\n    - "an engine"\n    + "the engine"\n');
    expect(asked).toEqual(['Roll back engine-custom to revision 7? [y/N] ']);
    expect(stdout).toBe('backend engine-custom rolled back to revision 7 (revision 10)\n');
    expect(api.last()).toMatchObject({
      body: '{"toRevision":7}',
      headers: { 'if-match': '"9"', 'x-change-reason': 'broken' },
    });
  });

  it('takes no for an answer', async () => {
    rollbackAnswers();
    expect((await api.run(`backend rollback ${name} --to 7`, answering('n'))).status).toBe(1);
    expect(api.seen().map(({ method }) => method)).not.toContain('POST');
  });

  it('does not ask with --yes', async () => {
    rollbackAnswers();
    const { status } = await api.run(`backend rollback ${name} --to 7 --yes --if-match 8`);
    expect([status, api.seen().length, api.last().headers['if-match']]).toEqual([0, 1, '"8"']);
  });

  it('says what stays of a built-in backend', async () => {
    rollbackAnswers();
    api.on(`GET /v1/backends/${name}`, { json: backend({ source: 'built_in' }) });
    const { stderr } = await api.run(`backend rollback ${name} --to 7`, answering('y'));
    expect(stderr).toContain('What comes with Enginehouse stays as it is now.');
  });

  it('fails as the server says', async () => {
    const problem = problemOf('revision-not-found', 'At revision 7 there was no backend.', { hint: 'Choose another.' });
    api.on(`POST /v1/backends/${name}/rollback`, { status: 404, json: problem });
    expect(await api.run(`backend rollback ${name} --to 7 --yes`)).toMatchObject({
      status: 3,
      stderr: 'error: revision-not-found: At revision 7 there was no backend.\nhint: Choose another.\n',
    });
  });
});
