import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { api, refused, type ApiOptions } from './support/api.js';
import { registerTestBackend, unique } from './support/backends.js';
import { cli } from './support/cli.js';
import { IndexServer } from './support/index-server.js';
import { forget, indexOf, market } from './support/market.js';
import { stack } from './support/stack.js';

const source = unique('strictly');
const twin = unique('twin');
const engine = unique('Refused');
const enabled = unique('Enabled');
const key = `RW${'A'.repeat(54)}`;
let server: IndexServer;
let taken = '';

beforeAll(async () => {
  server = await IndexServer.start();
  // The catalog knows this name already.
  taken = await registerTestBackend();
  const url = server.put('/x.yaml', indexOf([{ name: engine }, { name: enabled }, { name: taken }]));
  for (const name of [source, twin]) {
    await market('source', 'add', name, '--http', url, '--internal', '--every', 'never', '--wait');
  }
  await market('enable', `${source}/${enabled}`);
  mkdirSync(stack().sourcesDir, { recursive: true });
});
afterAll(async () => {
  await forget(source, twin);
  await api('DELETE', `/v1/backends/${taken}`);
  await server.stop();
});

interface Refusal {
  readonly what: string;
  /** The request of a program. */
  readonly request: () => readonly [method: string, path: string, options?: ApiOptions];
  readonly status: number;
  readonly code: string;
  /** Part of the detail, or of the first error, or of the hint. */
  readonly says: () => string | RegExp;
  /** The same at the command line: its words, and its exit status where it is not that of the answer. */
  readonly line?: () => readonly string[];
  readonly exit?: number;
  /** Where the command line says no before it asks, in its own words. */
  readonly lineSays?: () => string | RegExp;
}

const sources = '/v1/marketplace/sources';
const at = (name: string, rest = '') => `/v1/marketplace/entries/${source}/${encodeURIComponent(name)}${rest}`;
const adding = (location: object, more: object = {}) =>
  ['POST', sources, { json: { name: unique('no'), location, ...more } }] as const;
const addingLine = (...where: readonly string[]) => ['market', 'source', 'add', unique('no'), ...where];
const exits: Readonly<Record<number, number>> = { 404: 3, 409: 4, 412: 4, 422: 1, 503: 6 };

const refusals: readonly Refusal[] = [
  {
    what: 'a source of a name that is taken',
    request: () => [
      'POST',
      sources,
      { json: { name: source, location: { kind: 'http', url: 'https://example.com/x' } } },
    ],
    status: 409,
    code: 'name-taken',
    says: () => `There is a source "${source}" already.`,
    line: () => ['market', 'source', 'add', source, '--http', 'https://example.com/x'],
  },
  {
    what: 'an address inside without the mark',
    request: () => adding({ kind: 'http', url: 'https://127.0.0.1/x.yaml' }),
    status: 422,
    code: 'address-not-allowed',
    says: () => /127\.0\.0\.1/,
    line: () => addingLine('--http', 'https://127.0.0.1/x.yaml'),
  },
  {
    what: 'an IPv4-mapped loopback address',
    request: () => adding({ kind: 'http', url: 'https://[::ffff:127.0.0.1]/x.yaml' }),
    status: 422,
    code: 'address-not-allowed',
    says: () => /127|7f00/,
    line: () => addingLine('--http', 'https://[::ffff:127.0.0.1]/x.yaml'),
  },
  {
    what: 'plain http to the public',
    request: () => adding({ kind: 'http', url: 'http://93.184.215.14/x.yaml' }),
    status: 422,
    code: 'address-not-allowed',
    says: () => /https/,
    line: () => addingLine('--http', 'http://93.184.215.14/x.yaml'),
  },
  {
    what: 'a password in the address',
    request: () => adding({ kind: 'http', url: 'https://ada:secret@example.com/x' }),
    status: 422,
    code: 'invalid-input',
    says: () => 'an address holds no user and no password: it is shown to everybody who may read',
    line: () => addingLine('--http', 'https://ada:secret@example.com/x'),
  },
  {
    what: 'a token in the address',
    request: () => adding({ kind: 'git', url: 'https://example.com/x.git?access_token=secret' }),
    status: 422,
    code: 'invalid-input',
    says: () => 'a parameter of this address looks like a credential',
    line: () => addingLine('--git', 'https://example.com/x.git?access_token=secret'),
  },
  {
    what: 'another protocol',
    request: () => adding({ kind: 'http', url: 'ftp://example.com/x' }),
    status: 422,
    code: 'invalid-input',
    says: () => 'an address with https:// or http://',
    line: () => addingLine('--http', 'ftp://example.com/x'),
  },
  {
    what: 'a file outside of the folders for that',
    request: () => adding({ kind: 'file', path: '/etc/passwd' }),
    status: 422,
    code: 'source-invalid',
    says: () => /leads out of the folders for sources/,
    line: () => addingLine('--file', '/etc/passwd'),
  },
  {
    what: 'a way out of those folders',
    request: () => adding({ kind: 'file', path: `${stack().sourcesDir}/../secrets.key` }),
    status: 422,
    code: 'source-invalid',
    says: () => /leads out of the folders for sources/,
    line: () => addingLine('--file', join(stack().sourcesDir, '../secrets.key')),
  },
  {
    what: 'a second source of what comes with Enginehouse',
    request: () => adding({ kind: 'builtin' }),
    status: 422,
    code: 'invalid-input',
    says: () => /comes with Enginehouse/,
  },
  {
    what: 'a schedule that is too tight',
    request: () => adding({ kind: 'http', url: 'https://example.com/x' }, { everySeconds: 5 }),
    status: 422,
    code: 'invalid-input',
    says: () => 'at least 60, or 0 for never by itself',
    line: () => addingLine('--http', 'https://example.com/x', '--every', '5s'),
  },
  {
    what: 'a window in a time zone that is none',
    request: () =>
      adding(
        { kind: 'http', url: 'https://example.com/x' },
        {
          policy: {
            mode: 'add-versions',
            window: { days: ['sat'], from: '01:00', to: '02:00', timeZone: 'Europe/Atlantis' },
          },
        },
      ),
    status: 422,
    code: 'invalid-input',
    says: () => 'no time zone has this name',
    line: () => addingLine('--http', 'https://example.com/x', '--window', 'sat 01:00-02:00 Europe/Atlantis'),
    exit: 2,
  },
  {
    what: 'a source that there is not',
    request: () => ['POST', `${sources}/nowhere/sync`],
    status: 404,
    code: 'source-not-found',
    says: () => 'There is no source "nowhere".',
    line: () => ['market', 'source', 'sync', 'nowhere'],
  },
  {
    what: 'the syncs of a source that there is not',
    request: () => ['GET', `${sources}/nowhere/syncs`],
    status: 404,
    code: 'source-not-found',
    says: () => 'There is no source "nowhere".',
    line: () => ['market', 'source', 'history', 'nowhere'],
  },
  {
    what: 'the entries of a source that there is not',
    request: () => ['GET', '/v1/marketplace/entries?source=nowhere'],
    status: 404,
    code: 'source-not-found',
    says: () => 'There is no source "nowhere".',
    line: () => ['market', 'list', '--source', 'nowhere'],
  },
  {
    what: 'accepting that a source is empty in other words than yes or no',
    request: () => ['POST', `${sources}/${source}/sync`, { json: { acceptEmpty: 'maybe' } }],
    status: 422,
    code: 'invalid-input',
    says: () => 'acceptEmpty',
  },
  {
    what: 'a sync that there was not',
    request: () => ['GET', '/v1/marketplace/syncs/nothing'],
    status: 404,
    code: 'sync-not-found',
    says: () => 'There is no sync nothing.',
    line: () => ['market', 'sync-report', 'nothing'],
  },
  {
    what: 'a change that was based on something older',
    request: () => ['PATCH', `${sources}/${source}`, { json: { paused: true }, headers: { 'if-match': '"1"' } }],
    status: 412,
    code: 'stale-revision',
    says: () => /based on revision 1/,
    line: () => ['market', 'source', 'pause', source, '--if-match', '1'],
  },
  {
    what: 'taking trust from a key that has none',
    request: () => ['POST', `${sources}/${source}/trust`, { json: { distrust: 'A1B2C3D4E5F60718' } }],
    status: 404,
    code: 'key-not-found',
    says: () => /does not trust a key A1B2C3D4E5F60718/,
    line: () => ['market', 'source', 'distrust', source, 'A1B2C3D4E5F60718', '--yes'],
  },
  {
    what: 'a key that is none',
    request: () => ['POST', `${sources}/${source}/trust`, { json: { key } }],
    status: 422,
    code: 'invalid-input',
    says: () => /key/,
    line: () => ['market', 'source', 'trust', source, '--key', key, '--yes'],
    exit: 2,
    lineSays: () => 'neither a public key nor a file',
  },
  {
    what: 'removing a source of which something is enabled',
    request: () => ['DELETE', `${sources}/${source}`],
    status: 409,
    code: 'source-in-use',
    says: () => enabled,
    line: () => ['market', 'source', 'remove', source, '--yes'],
  },
  {
    what: 'changing where the source of Enginehouse is',
    request: () => ['PATCH', `${sources}/enginehouse`, { json: { strict: true } }],
    status: 409,
    code: 'cannot-change-built-in',
    says: () => /comes with Enginehouse/,
    line: () => ['market', 'source', 'change', 'enginehouse', '--strict'],
  },
  {
    what: 'an entry that there is not',
    request: () => ['GET', at('Nothing')],
    status: 404,
    code: 'entry-not-found',
    says: () => `The source "${source}" has no entry "Nothing".`,
    line: () => ['market', 'show', `${source}/Nothing`],
    lineSays: () => `Source ${source} does not offer "Nothing".`,
  },
  {
    what: 'the icon of an entry without one',
    request: () => ['GET', at(engine, '/icon')],
    status: 404,
    code: 'entry-not-found',
    says: () => /icon/,
  },
  {
    what: 'enabling what upstream has changed since it was looked at',
    request: () => ['POST', at(engine, '/enable'), { json: { contentHash: 'older' } }],
    status: 412,
    code: 'entry-changed',
    says: () => `"${engine}" is not what you looked at`,
  },
  {
    what: 'enabling under a name that the catalog has',
    request: () => ['POST', at(taken, '/enable')],
    status: 409,
    code: 'name-taken',
    says: () => `The catalog has a backend "${taken}" already`,
    line: () => ['market', 'enable', `${source}/${taken}`],
  },
  {
    what: 'enabling from one source what is enabled from another',
    request: () => ['POST', `/v1/marketplace/entries/${twin}/${enabled}/enable`],
    status: 409,
    code: 'name-taken',
    says: () => source,
    line: () => ['market', 'enable', `${twin}/${enabled}`],
  },
  {
    what: 'disabling what is not enabled',
    request: () => ['POST', at(engine, '/disable')],
    status: 409,
    code: 'entry-not-enabled',
    says: () => `The entry "${engine}" of "${source}" is not enabled.`,
    line: () => ['market', 'disable', `${source}/${engine}`, '--yes'],
  },
  {
    what: 'comparing what is not enabled',
    request: () => ['GET', at(engine, '/update')],
    status: 409,
    code: 'entry-not-enabled',
    says: () => `The entry "${engine}" of "${source}" is not enabled.`,
    line: () => ['market', 'diff', `${source}/${engine}`],
    exit: 1,
  },
  {
    what: 'a policy for what is not enabled',
    request: () => ['PUT', at(engine, '/policy'), { json: { policy: { mode: 'notify' } } }],
    status: 409,
    code: 'entry-not-enabled',
    says: () => `The entry "${engine}" of "${source}" is not enabled.`,
    line: () => ['market', 'policy', `${source}/${engine}`, 'notify'],
  },
  {
    what: 'a decision about what is no conflict',
    request: () => [
      'POST',
      at(enabled, '/update'),
      { json: { decisions: [{ path: ['description'], take: 'yours' }] } },
    ],
    status: 422,
    code: 'invalid-input',
    says: () => 'There is no conflict at description.',
    line: () => ['market', 'update', enabled, '--take-field', 'description=yours', '--yes'],
    exit: 2,
    lineSays: () => `${enabled} has no conflict at description.`,
  },
  {
    what: 'an entry that several sources offer, without saying which',
    request: () => ['GET', at('Nothing')],
    status: 404,
    code: 'entry-not-found',
    says: () => 'Nothing',
    line: () => ['market', 'show', engine],
    exit: 2,
    lineSays: () => `Several sources offer ${engine}: `,
  },
];

const fits = (text: string, wanted: string | RegExp): boolean =>
  typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);

describe('the marketplace refuses', () => {
  it.each(refusals)('$what', async ({ request, status, code, says, line, exit, lineSays = says }) => {
    const answer = await refused(...request());
    expect(answer).toMatchObject({ status, body: { code } });
    const words = JSON.stringify([answer.body.detail, answer.body.hint, answer.body.errors]).replaceAll('\\"', '"');
    expect(fits(words, says()), `${words} should say ${String(says())}`).toBe(true);
    expect(words).not.toMatch(/secret@|access_token=secret/);
    if (!line) return;
    const ran = await cli(line());
    expect({ code: ran.code, err: ran.err }).toEqual({
      code: exit ?? exits[status],
      err: expect.stringContaining('error: '),
    });
    expect(fits(ran.err, lineSays()), `${ran.err} should say ${String(lineSays())}`).toBe(true);
  });

  it('with the same problem as JSON where that was asked for', async () => {
    const { err } = await cli(['market', 'source', 'get', 'nowhere', '--json']);
    expect(JSON.parse(err)).toMatchObject({ code: 'source-not-found', status: 404, hint: expect.any(String) });
  });
});
