import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { problemOf } from '@enginehouse/contracts';
import { runHere } from './testing/run-here.js';
import { useFakeApi } from './testing/use-fake-api.js';
import { deployment } from './testing/views.js';

const api = useFakeApi();

describe('every command', () => {
  it('sends the token, and an idempotency key with changes only', async () => {
    api.on('GET /v1/deployments', { json: { items: [] } });
    await api.run('deployment list');
    expect(api.last().headers).toMatchObject({ authorization: 'Bearer secret-token' });
    expect(api.last().headers).not.toHaveProperty('idempotency-key');
    api.on('POST /v1/deployments/tiny/stop', { json: { revision: 3, changed: true } });
    await api.run('deployment stop tiny --if-match 12 --reason neu', {});
    expect(api.last().headers).toMatchObject({ 'if-match': '"12"', 'x-change-reason': 'neu' });
    expect(api.last().headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('sends a reason in any language', async () => {
    api.on('POST /v1/workers/gpu-1/cordon', { json: { revision: 3, changed: true } });
    await runHere(['worker', 'cordon', 'gpu-1', '--reason', 'Wartung für 模型'], {
      env: { ENGINEHOUSE_URL: api.url() },
    });
    const sent = Buffer.from(api.last().headers['x-change-reason'] ?? '', 'latin1').toString('utf8');
    expect(sent).toBe('Wartung für 模型');
  });

  it('escapes what it puts into an address', async () => {
    await api.run('backend get ../../etc%2f?x');
    expect(api.last().path).toBe('/v1/backends/..%2F..%2Fetc%252f%3Fx');
  });

  it.each([
    [403, 'forbidden', 5],
    [404, 'backend-not-found', 3],
    [409, 'name-taken', 4],
    [412, 'stale-revision', 4],
    [422, 'invalid-definition', 1],
    [503, 'unavailable', 6],
    [500, 'internal', 1],
  ] as const)('answers %d with its exit status', async (status, code, exit) => {
    api.on('GET /v1/backends/x', { status, json: problemOf(code, 'no', { hint: 'do this' }) });
    const { status: exitStatus, stdout, stderr } = await api.run('backend get x');
    expect([exitStatus, stdout, stderr]).toEqual([exit, '', `error: ${code}: no\nhint: do this\n`]);
  });

  it('shows a problem as one JSON object on standard error where that was asked for', async () => {
    api.on('GET /v1/backends/x', { status: 404, json: problemOf('backend-not-found', 'no', { correlationId: 'c-1' }) });
    const { stdout, stderr } = await api.run('backend get x --json');
    expect(stdout).toBe('');
    expect(JSON.parse(stderr)).toMatchObject({ code: 'backend-not-found', status: 404, correlationId: 'c-1' });
  });

  it('says how to get a token that is good, in words of this program', async () => {
    api.on('GET /v1/workers', { status: 401, json: problemOf('unauthenticated', 'no', { hint: 'Send a header.' }) });
    const { status, stderr } = await api.run('worker list');
    const login = `Run \`enginehouse login --url ${api.url()}\``;
    expect([status, stderr]).toEqual([
      5,
      `error: unauthenticated: no\nhint: The token came from ENGINEHOUSE_TOKEN. ${login} with another, or put one into ENGINEHOUSE_TOKEN.\n`,
    ]);
    const none = await runHere(['worker', 'list'], { env: { ENGINEHOUSE_URL: api.url() } });
    expect(none.stderr).toContain(`hint: ${login}, or put a token into ENGINEHOUSE_TOKEN.`);
  });

  describe('in the folder of a stack', () => {
    let cwd = '';
    const inFolder = (file: string, content: object) => {
      mkdirSync(join(cwd, '.enginehouse'), { recursive: true });
      writeFileSync(join(cwd, '.enginehouse', file), JSON.stringify(content));
    };
    beforeEach(() => {
      cwd = mkdtempSync(join(tmpdir(), 'enginehouse-cli-'));
    });
    afterEach(() => rmSync(cwd, { recursive: true, force: true }));

    it('says that it does not run, and sends nothing', async () => {
      inFolder('cli.json', { url: api.url(), token: 'admin', launcher: { pid: process.pid, startedAt: '1' } });
      const { status, stderr } = await runHere(['worker', 'list'], { cwd });
      expect([status, stderr]).toEqual([6, expect.stringContaining('Enginehouse is not running here; start it with')]);
      const given = await runHere(['worker', 'list', '--url', api.url()], { cwd });
      expect(given.status).not.toBe(0);
      expect(api.last().headers).not.toHaveProperty('authorization');
    });

    it.each([
      ['as ours', { json: problemOf('unauthenticated', 'no') }],
      ['as a stranger does', { text: 'who are you?' }],
    ])('warns of another program at its address that refuses the token %s', async (_, answer) => {
      inFolder('cli.json', { url: api.url(), token: 'admin' });
      api.on('GET /v1/workers', { status: 401, ...answer });
      const { status, stderr } = await runHere(['worker', 'list'], { cwd });
      expect([status, stderr]).toEqual([5, expect.stringMatching(/hint: .*Another program may/)]);
    });
  });

  it.each([
    ['backend-in-use', ['a'], 'Delete them first: enginehouse deployment delete a\n'],
    [
      'backend-in-use',
      ['a', 'b', 'c', 'd'],
      'See them: enginehouse deployment list; delete each: enginehouse deployment',
    ],
    ['backend-in-use', undefined, 'See them: enginehouse deployment list; '],
    ['version-in-use', ['a', 'b'], 'enginehouse deployment delete a; enginehouse deployment delete b; or'],
    ['version-in-use', ['a'], 'or keep new ones off a version: enginehouse backend version deprecate NAME VERSION\n'],
  ] as const)('names the commands that free what is in use: %s, %j', async (code, deployments, hint) => {
    const problem = problemOf(code, 'no', { hint: 'deprecate it', ...(deployments && { extra: { deployments } }) });
    api.on('DELETE /v1/backends/x', { status: 409, json: problem });
    expect((await api.run('backend delete x --yes')).stderr).toContain(hint);
  });

  it.each([401, 404, 405])('recognises the gateway by its refusal with %d', async (code) => {
    const error = { message: 'GET /v1/workers is not an address of the gateway', type: 'invalid_request_error' };
    api.on('GET /v1/workers', { status: code, json: { error: { ...error, param: null, code: 'not-found' } } });
    const { status, stderr } = await api.run('worker list');
    expect(status).toBe(6);
    expect(stderr).toContain(`${api.url()} is the address of a gateway`);
    expect(stderr).toContain('hint: Give the address of the API');
  });

  it('tells an answer that is no problem document by its status', async () => {
    api.on('GET /v1/backends/x', { status: 502, text: '<html>bad gateway</html>', type: 'text/html' });
    const { status, stderr } = await api.run('backend get x');
    expect(status).toBe(6);
    expect(stderr).toContain(
      `error: internal: ${api.url()} answered 502 Bad Gateway; that is no answer of Enginehouse.`,
    );
    expect(stderr).toContain('is the address of the API');
  });

  it('says what does not answer, and where the address is from', async () => {
    const { status, stderr } = await runHere(['status'], { env: { ENGINEHOUSE_URL: 'http://127.0.0.1:9' } });
    expect(status).toBe(6);
    expect(stderr).toContain('http://127.0.0.1:9 does not answer');
    expect(stderr).toContain('enginehouse config');
  });

  it('says that an answer is not understood instead of showing nonsense', async () => {
    api.on('GET /v1/workers', { json: { items: [{ name: 1 }] } });
    const { status, stderr } = await api.run('worker list');
    expect([status, stderr.includes('not what this version of enginehouse understands')]).toEqual([1, true]);
  });

  it('follows no redirect, which would carry the token elsewhere', async () => {
    api.on('GET /v1/workers', { status: 307, headers: { location: 'http://127.0.0.1:9/' }, text: '' });
    expect((await api.run('worker list')).status).toBe(6);
  });
});

describe('a command line that cannot be right', () => {
  it.each([
    ['backend', 'help'],
    ['nonsense', 'unknown command'],
    ['backend get', 'missing required argument'],
    ['backend list --source mine', 'Allowed choices'],
    ['deployment scale tiny many', 'whole number'],
    ['deploy x', 'needs a backend'],
    ['deploy x --backend vLLM --model somewhere', 'no model source'],
    ['events tail --from 5', '--log catalog'],
  ])('%s: status 2, and nothing is sent', async (line, text) => {
    const { status, stderr, stdout } = await api.run(line);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(text);
    expect(api.seen()).toEqual([]);
  });

  it('may look at what is to go, and changes nothing where nobody can be asked', async () => {
    api.on('GET /v1/backends/x', { status: 500, json: problemOf('internal', 'It broke.') });
    expect(await api.run('backend delete x')).toMatchObject({ status: 2, stderr: expect.stringContaining('--yes') });
    expect(api.seen().map(({ method }) => method)).toEqual(['GET']);
  });

  it('suggests what was meant', async () => {
    expect((await api.run('backend lsit')).stderr).toContain('Did you mean list?');
  });

  it('is told as JSON too', async () => {
    const { status, stderr } = await api.run('backend get --json');
    expect([status, JSON.parse(stderr)]).toMatchObject([2, { code: 'usage', detail: expect.stringContaining('name') }]);
  });
});

describe('help', () => {
  it('has examples and exit statuses', async () => {
    const { status, stdout } = await api.run('backend apply --help');
    expect(status).toBe(0);
    expect(stdout).toContain('$ enginehouse apply -f backend.yaml');
    expect((await api.run('--help')).stdout).toContain('Exit status:');
  });
});

describe('colours', () => {
  it.each([
    [{ isTty: true }, true],
    [{ isTty: false }, false],
    [{ isTty: true, env: { NO_COLOR: '1' } }, false],
  ])('are shown where they belong: %j', async (surroundings, coloured) => {
    api.on('GET /v1/deployments', { json: { items: [deployment()] } });
    const env = { ...('env' in surroundings ? surroundings.env : {}), ENGINEHOUSE_URL: api.url() };
    const { stdout } = await runHere(['deployment', 'list'], { ...surroundings, env });
    expect(stdout.includes('\u001b[32mready')).toBe(coloured);
    expect((await runHere(['deployment', 'list', '--no-color'], { ...surroundings, env })).stdout).not.toContain(
      '\u001b',
    );
  });
});
