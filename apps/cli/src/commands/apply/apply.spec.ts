import { beforeEach, describe, expect, it } from 'vitest';
import {
  planSummary,
  problemOf,
  type ApplyPlan,
  type ChangeImpact,
  type PlannedChange,
  type Problem,
} from '@enginehouse/contracts';
import type { SeenRequest } from '../../testing/fake-api.js';
import { useFakeApi } from '../../testing/use-fake-api.js';

const api = useFakeApi();

interface Sent {
  readonly documents: readonly { source: string; line: number; yaml?: string; definition?: { backend_name: string } }[];
  readonly applySet: string;
  readonly prune: boolean;
  readonly named: readonly { name: string }[];
}

const yaml = (name: string) =>
  `backend_name: ${name}\nversion_configs:\n  v1:\n    image_name: e:1\n    custom_framework: cpu\n`;
const stream = (...names: readonly string[]) => names.map(yaml).join('---\n');

const impact = (more: Partial<ChangeImpact> = {}): ChangeImpact => ({
  deployment: 'chat',
  version: '1.10',
  affected: true,
  runningRevision: 3,
  currentRevision: 7,
  outdated: true,
  stopped: false,
  placeable: false,
  reason: 'no worker has 4 free GPUs',
  ...more,
});

const about: Readonly<Record<string, Partial<PlannedChange>>> = {
  'change-custom': {
    action: 'change',
    revision: 7,
    changes: [{ path: ['versions', '1.10', 'images', 'cuda'], before: 'e:1', after: 'e:2' }],
    impact: [impact(), impact({ deployment: 'other', affected: false, outdated: false, placeable: true })],
  },
  'same-custom': { action: 'unchanged', revision: 5 },
  'refused-custom': {
    action: 'refused',
    changes: [],
    problem: problemOf('invalid-yaml', 'line 9, column 3: No.', {
      errors: [{ code: 'required', path: ['x'], detail: 'No.', line: 9, column: 3 }],
    }),
  },
};

/** A server that knows the backends above, finds every other new, and would prune `gone-custom`. */
function planOf({ body }: SeenRequest): ApplyPlan {
  const { documents, applySet, prune } = JSON.parse(body) as Sent;
  const items = documents.map(({ source, yaml: text, definition }, document): PlannedChange => {
    const name = definition?.backend_name ?? /backend_name: (\S+)/.exec(text ?? '')?.[1] ?? '';
    const changes = [{ path: ['versions', 'v1'], after: {} }];
    return { name, document, source, action: 'create', revision: null, changes, impact: [], ...about[name] };
  });
  const gone = { name: 'gone-custom', document: null, source: '', revision: 4, changes: [], impact: [] };
  if (prune) items.push({ ...gone, action: 'delete' });
  return { head: 9, applySet, prune, items, summary: planSummary(items) };
}

const plans = () => api.seen().filter(({ path }) => path === '/v1/plan');
const writes = () =>
  api
    .seen()
    .filter(({ path }) => path !== '/v1/plan')
    .map(({ method, path, headers, query }) => ({
      did: `${method} ${path.replace('/v1/backends/', '')}`,
      ifMatch: headers['if-match'],
      ifNoneMatch: headers['if-none-match'],
      query,
    }));

beforeEach(() => {
  api.on('POST /v1/plan', (request) => ({ json: planOf(request) }));
  for (const name of ['new-custom', 'change-custom', 'same-custom', 'last-custom']) {
    const created = name === 'new-custom';
    api.on(`PUT /v1/backends/${name}`, {
      status: created ? 201 : 200,
      json: { name, revision: 10, changed: true, created },
    });
  }
  api.on('DELETE /v1/backends/gone-custom', { json: { revision: 11, changed: true } });
});

const everything = stream('new-custom', 'change-custom', 'same-custom');

describe('plan', () => {
  it('shows what would happen, field by field, and to which deployments', async () => {
    const { status, stdout, stderr } = await api.run('plan -f - --prune --set team', { stdin: everything });
    expect([status, stderr]).toEqual([2, '']);
    expect(stdout).toBe(
      [
        '+ create new-custom  (standard input (document 1))',
        '    version v1',
        '~ change change-custom at revision 7  (standard input (document 2))',
        '    versions."1.10".images.cuda: "e:1" -> "e:2"',
        '    deployment chat (version 1.10) runs revision 3, current 7; could not be rolled to it: no worker has 4 free GPUs',
        '    1 deployment uses it and is not touched',
        '- delete gone-custom at revision 4',
        '1 to create, 1 to change, 1 to delete, 1 unchanged.',
        '',
      ].join('\n'),
    );
    expect(JSON.parse(api.last().body)).toMatchObject({
      documents: [{ line: 1 }, { line: 6 }, { line: 12 }],
      applySet: 'team',
      prune: true,
      lock: false,
      named: [],
    });
  });

  it('says what is wrong with a document, in the lines of its file', async () => {
    const { status, stdout } = await api.run('plan -f -', { stdin: stream('same-custom', 'refused-custom') });
    expect(status).toBe(1);
    expect(stdout).toBe(
      [
        '! refused refused-custom  (standard input (document 2))',
        '    error: invalid-yaml: line 9, column 3: No.',
        '      9:3: x: No. [required]',
        '0 to create, 0 to change, 0 to delete, 1 unchanged, 1 refused.',
        '',
      ].join('\n'),
    );
  });

  it('is coloured on a terminal', async () => {
    const { stdout } = await api.run('plan -f -', { stdin: everything, isTty: true });
    expect(stdout).toContain('\u001b[32m+ create\u001b[39m new-custom');
  });

  it('as JSON is the plan of the server', async () => {
    const { status, stdout } = await api.run('plan -f - --json', { stdin: everything });
    expect(status).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ head: 9, items: [{ action: 'create' }, {}, {}] });
  });

  it('goes in parts where there are many documents; only the last prunes, and knows the names of all', async () => {
    const names = Array.from({ length: 450 }, (_, n) => `e${n}-custom`);
    const { stdout } = await api.run('plan -f - --prune --json', { stdin: stream(...names) });
    const plan = JSON.parse(stdout) as ApplyPlan;
    expect(plan.summary).toMatchObject({ create: 450, delete: 1 });
    expect(plan.items.slice(0, 450).map(({ name, document }) => [name, document])).toEqual(
      names.map((name, n) => [name, n]),
    );
    const sent = plans().map(({ body }) => JSON.parse(body) as Sent);
    expect(sent.map((each) => [each.documents.length, each.prune, each.named.length])).toEqual([
      [200, false, 0],
      [200, false, 200],
      [50, true, 400],
    ]);
  });

  it('counts one document that is too large as refused, and plans the others', async () => {
    api.on('POST /v1/plan', (request) =>
      request.body.length > 700_000
        ? { status: 413, json: problemOf('input-too-large', 'the body is too large') }
        : { json: planOf(request) },
    );
    const large = `${yaml('large-custom')}${'#'.repeat(800_000)}\n`;
    const { status, stdout } = await api.run('plan -f -', { stdin: `${yaml('new-custom')}---\n${large}` });
    expect(status).toBe(1);
    expect(stdout).toContain('+ create new-custom');
    expect(stdout).toMatch(/! refused .*document 2.*\n +error: input-too-large/);
  });
});

describe('the exit status', () => {
  const same = yaml('same-custom');
  const changing = yaml('change-custom');
  it.each([
    ['plan -f -', same, 0],
    ['plan -f -', changing, 2],
    ['plan -f -', yaml('refused-custom'), 1],
    ['apply -f -', same, 0],
    ['apply -f -', changing, 0],
    ['apply -f - --detailed-exitcode', same, 0],
    ['apply -f - --detailed-exitcode', changing, 2],
    ['apply -f - --detailed-exitcode', yaml('refused-custom'), 1],
    ['apply -f - --dry-run', same, 0],
    ['apply -f - --dry-run', changing, 2],
    ['backend apply -f - --detailed-exitcode', changing, 2],
  ])('of `%s` tells whether something changes', async (line, stdin, status) => {
    expect((await api.run(line, { stdin })).status).toBe(status);
  });

  it.each([
    ['plan', 'required option'],
    ['apply -f - --nonsense', 'unknown option'],
    ['plan -f /nowhere/x.yaml', 'no such file'],
    ['backend apply -f a -f b --if-match 3', '--if-match'],
    ['--url', 'argument missing'],
    ['apply -f - --prune', '--yes'],
  ])('of `%s` is 1 where something is wrong, for 2 means changes', async (line, text) => {
    const words = line === '--url' ? 'apply -f - --url' : line;
    const { status, stdout, stderr } = await api.run(words, { stdin: everything });
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain(text);
    expect(writes()).toEqual([]);
  });

  it.each([
    [401, 'unauthenticated'],
    [503, 'unavailable'],
    [404, 'not-found'],
  ] as const)('is 1 for an answer %d too', async (status, code) => {
    api.on('POST /v1/plan', { status, json: problemOf(code, 'no') });
    expect((await api.run('apply -f -', { stdin: everything })).status).toBe(1);
  });
});

describe('apply', () => {
  it('does what the plan says, each against the revision it was planned with', async () => {
    const { status, stdout, stderr } = await api.run('apply -f - --set team --lock', { stdin: everything });
    expect(status).toBe(0);
    expect(stdout).toBe(
      [
        'backend new-custom registered (revision 10)',
        'backend change-custom changed (revision 10)',
        'backend same-custom unchanged (revision 5)',
        '',
      ].join('\n'),
    );
    expect(stderr).toContain('~ change change-custom at revision 7');
    const query = { applySet: 'team', lock: 'true' };
    expect(writes()).toEqual([
      { did: 'PUT new-custom', ifMatch: undefined, ifNoneMatch: '*', query },
      { did: 'PUT change-custom', ifMatch: '"7"', ifNoneMatch: undefined, query },
    ]);
  });

  it('where there is nothing to do sends nothing and shows no plan', async () => {
    const { stderr, stdout } = await api.run('apply -f -', { stdin: yaml('same-custom') });
    expect([stderr, stdout]).toEqual(['', 'backend same-custom unchanged (revision 5)\n']);
    expect(writes()).toEqual([]);
  });

  it('only plans with --dry-run', async () => {
    const { stdout } = await api.run('apply -f - --dry-run', { stdin: everything });
    expect(stdout).toContain('+ create new-custom');
    expect(writes()).toEqual([]);
  });

  it('applies nothing at all while one document is refused', async () => {
    const stdin = stream('new-custom', 'refused-custom');
    const { status, stdout, stderr } = await api.run('apply -f -', { stdin });
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toBe(
      'Nothing was applied.\n' +
        'error: invalid-yaml: standard input (document 2): line 9, column 3: No.\n  9:3: x: No. [required]\n',
    );
    expect(writes()).toEqual([]);
  });

  it('asks before it deletes, and only then', async () => {
    const asked: string[] = [];
    const answering = (answer: string) => ({
      stdin: everything,
      ask: (question: string) => {
        asked.push(question);
        return Promise.resolve(answer);
      },
    });
    expect(await api.run('apply -f - --prune', answering('n'))).toMatchObject({ status: 1, stdout: '' });
    expect(writes()).toEqual([]);
    const { status, stdout } = await api.run('apply -f - --prune', answering('y'));
    expect(status).toBe(0);
    expect(stdout).toContain('backend same-custom unchanged (revision 5)\nbackend gone-custom deleted\n');
    expect(writes().at(-1)).toMatchObject({ did: 'DELETE gone-custom', ifMatch: '"4"' });
    await api.run('apply -f -', answering('y'));
    expect(asked).toEqual(['Delete backend gone-custom? [y/N] ', 'Delete backend gone-custom? [y/N] ']);
    expect((await api.run('apply -f - --prune --yes', { stdin: everything })).status).toBe(0);
  });

  it('stops at a revision that somebody changed, and says what was done and what was not', async () => {
    const stale = problemOf('stale-revision', 'The change was based on revision 7.', { currentRevision: 8 });
    api.on('PUT /v1/backends/change-custom', { status: 412, json: stale });
    const stdin = stream('new-custom', 'same-custom', 'change-custom', 'last-custom');
    const { status, stdout, stderr } = await api.run('apply -f - --prune --yes', { stdin });
    expect([status, stdout]).toEqual([
      1,
      'backend new-custom registered (revision 10)\nbackend same-custom unchanged (revision 5)\n',
    ]);
    expect(stderr).toContain('stale-revision: standard input (document 3): change-custom: The change was based');
    expect(stderr).toContain('  applied: new-custom\n  not applied: change-custom, last-custom, gone-custom\n');
    expect(writes().map(({ did }) => did)).toEqual(['PUT new-custom', 'PUT change-custom']);
    const json = await api.run('apply -f - --prune --yes --json', { stdin });
    expect(JSON.parse(json.stderr)).toMatchObject({
      code: 'stale-revision',
      extra: { applied: ['new-custom'], notApplied: ['change-custom', 'last-custom', 'gone-custom'] },
    });
    expect(json.stdout.trimEnd().split('\n').map(nameOf)).toEqual(['new-custom', 'same-custom']);
  });

  it('lets the user say which revision a change is based on', async () => {
    await api.run('apply -f - --if-match 3 --reason why', { stdin: yaml('same-custom') });
    expect(writes()).toMatchObject([{ did: 'PUT same-custom', ifMatch: '"3"' }]);
    expect(api.last().headers['x-change-reason']).toBe('why');
    await api.run('apply -f - --if-match 3', { stdin: yaml('new-custom') });
    expect(writes().at(-1)).toMatchObject({ did: 'PUT new-custom', ifMatch: '"3"', ifNoneMatch: undefined });
  });

  it('reports several refused documents together', async () => {
    const text = `${yaml('refused-custom')}---\n${yaml('refused-custom')}`;
    const { stderr } = await api.run('apply -f -', { stdin: text });
    expect(stderr.match(/error: invalid-yaml: standard input \(document \d\)/g)).toHaveLength(2);
    expect(stderr).toContain('2 of 2 are refused. Nothing was applied.');
    const json = JSON.parse((await api.run('apply -f - --json', { stdin: text })).stderr) as Problem;
    expect(json.extra?.['refused']).toHaveLength(2);
  });
});

const nameOf = (line: string) => (JSON.parse(line) as { name: string }).name;
