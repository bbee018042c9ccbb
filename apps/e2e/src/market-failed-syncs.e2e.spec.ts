import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitUntil } from '@enginehouse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refused } from './support/api.js';
import { unique } from './support/backends.js';
import { IndexServer } from './support/index-server.js';
import { forget, indexOf, market, marketRun, namesOf, sourceOf, syncOf } from './support/market.js';

const engine = unique('Offered');
const directory = mkdtempSync(join(tmpdir(), 'enginehouse-failing-'));
let server: IndexServer;
let good = '';

beforeAll(async () => {
  server = await IndexServer.start();
  good = indexOf([{ name: engine }]);
  for (const whose of ['ours', 'theirs']) await market('keygen', '--no-password', '--out', join(directory, whose));
});
afterAll(async () => {
  await server.stop();
  rmSync(directory, { recursive: true });
});

interface FailedSync {
  readonly code: string;
  /** What its detail says, and its hint. */
  readonly says: string | RegExp;
  readonly hint: string | RegExp;
  /** What stands at the address now; undefined where it is what was there. */
  readonly answer?: (response: ServerResponse) => void;
  readonly text?: string;
  /** What stands where its signature belongs. */
  readonly signature?: () => Promise<string>;
}

const status =
  (code: number, headers: Readonly<Record<string, string>> = {}) =>
  (response: ServerResponse) =>
    void response.writeHead(code, headers).end();
const redirect = (location: string) => status(302, { location });
const unscheduled = 'It is not synced by itself: enginehouse market source sync ';
const badSignature = 'untrusted comment: x\nRWbad\n';

const failedSyncs: readonly (readonly [string, FailedSync])[] = [
  [
    'that has an error of its own',
    { code: 'source-unavailable', says: 'answered 500.', hint: unscheduled, answer: status(500) },
  ],
  [
    'that nobody serves',
    {
      code: 'source-unavailable',
      says: 'does not answer: the connection was refused.',
      hint: unscheduled,
      answer: redirect('http://127.0.0.1:9/x.yaml'),
    },
  ],
  [
    'that redirects for ever',
    {
      code: 'source-unavailable',
      says: 'redirects more than 5 times',
      hint: 'Use the address where the redirects end.',
      answer: redirect('/bad.yaml'),
    },
  ],
  [
    'that is cut off',
    {
      code: 'source-incomplete',
      says: 'was cut off: 4 of 100 bytes came.',
      hint: 'ends its answers too early',
      answer: (response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('half', () => response.destroy());
      },
    },
  ],
  [
    'that is too large',
    {
      code: 'input-too-large',
      says: 'is larger than 8388608 bytes.',
      hint: '8 MiB',
      answer: (response) => void response.writeHead(200, { 'content-length': '9000000' }).write('x'),
    },
  ],
  [
    'that leads where nothing is called',
    {
      code: 'address-not-allowed',
      says: '169.254.169.254',
      hint: 'Not even internal sources',
      answer: redirect('http://169.254.169.254/latest'),
    },
  ],
  [
    'that is gone',
    {
      code: 'source-invalid',
      says: 'answered 404: it has nothing at this address.',
      hint: 'Check the address',
      answer: status(404),
    },
  ],
  [
    'that wants an account',
    {
      code: 'source-invalid',
      says: 'answered 401: it wants to know who asks.',
      hint: 'without an account',
      answer: status(401),
    },
  ],
  [
    'that is no YAML',
    { code: 'source-invalid', says: 'bad.yaml cannot be read: ', hint: '', text: 'this: [is no index' },
  ],
  ['that is no index', { code: 'source-invalid', says: 'This is neither a backend', hint: '', text: 'other: thing\n' }],
  [
    'that has no format',
    { code: 'source-invalid', says: 'says which format it has', hint: 'enginehouse-index/1', text: 'entries: []\n' },
  ],
  [
    'that is of another time',
    {
      code: 'source-invalid',
      says: 'not "enginehouse-index/9"',
      hint: 'newer',
      text: 'format: enginehouse-index/9\nentries: []\n',
    },
  ],
  ['that has no word in it', { code: 'source-invalid', says: 'The document is empty.', hint: '', text: '\n' }],
  [
    'that is a page for people',
    {
      code: 'source-is-web-page',
      says: 'answered with a web page, not with an index.',
      hint: 'raw address',
      text: '<!doctype html>\n',
    },
  ],
  [
    'that offers nothing any more',
    {
      code: 'source-empty',
      says: 'offered 1 entry before',
      hint: /market source sync \S+ --accept-empty/,
      text: '[]\n',
    },
  ],
  [
    'that nobody has signed',
    { code: 'signature-missing', says: 'takes only what is signed, and this is not', hint: 'enginehouse market sign' },
  ],
  [
    'whose signature is none',
    {
      code: 'signature-invalid',
      says: /signature|minisig/,
      hint: 'ask its publisher',
      signature: () => Promise.resolve(badSignature),
    },
  ],
  [
    'that somebody else has signed',
    {
      code: 'key-not-trusted',
      says: /is signed with key [0-9A-F]{16}, which is none of the trusted ones/,
      hint: /enginehouse market source trust \S+ --key/,
      signature: async () => {
        const file = join(directory, 'bad.yaml');
        writeFileSync(file, good);
        await market('sign', file, '--secret-key', join(directory, 'theirs/minisign.key'));
        return readFileSync(`${file}.minisig`, 'utf8');
      },
    },
  ],
];

/** Lets the address answer so. */
async function stand({ answer, text = good, signature }: FailedSync): Promise<void> {
  server.put('/bad.yaml', text);
  server.put('/bad.yaml.minisig', await signature?.());
  if (answer) server.answerWith('/bad.yaml', answer);
}

const signed = new Set(['signature-missing', 'signature-invalid', 'key-not-trusted']);

describe('a sync fails of a source', () => {
  const failing = unique('failing');
  const strict = unique('strict');
  beforeAll(async () => {
    const where = ['--http', server.put('/bad.yaml', good), '--internal', '--every', 'never'];
    await market('source', 'add', failing, ...where, '--wait');
    await market('source', 'add', strict, ...where, '--key', join(directory, 'ours/minisign.pub'));
  });
  afterAll(() => forget(failing, strict));

  it.each(failedSyncs)('%s', async (_, wanted) => {
    const { code, says, hint } = wanted;
    const name = signed.has(code) ? strict : failing;
    await stand(wanted);
    const { state, problem } = await syncOf(name);
    expect({ state, problem }).toMatchObject({ state: 'failed', problem: { code } });
    const words = { detail: problem?.detail ?? '', hint: problem?.hint ?? '' };
    expect(words).toEqual({ detail: expect.stringMatching(says), hint: expect.stringMatching(hint) });
    const ran = await marketRun('source', 'sync', name, '--wait');
    expect(ran).toMatchObject({ code: 1, err: expect.stringContaining(`error: ${code}: ${name}: ${words.detail}`) });
    expect(ran.err).toContain(words.hint);
    expect(await namesOf(failing)).toEqual([engine]);
  });

  it('that is made just now and may not be empty, where it is to be', async () => {
    server.put('/bad.yaml', '[]\n');
    const gate = server.hold();
    await market('source', 'sync', failing);
    const isMade = async () => (await sourceOf(failing)).running?.state === 'running';
    await waitUntil(isMade, { what: 'the sync to begin' });
    const address = `/v1/marketplace/sources/${failing}/sync`;
    const answer = await refused('POST', address, { json: { acceptEmpty: true } });
    expect(answer).toMatchObject({ status: 503, body: { code: 'overloaded' } });
    const ran = await marketRun('source', 'sync', failing, '--accept-empty');
    expect(ran).toMatchObject({ code: 6, err: expect.stringContaining('is being synced just now') });
    gate.open();
    await waitUntil(async () => (await sourceOf(failing)).running === null, { what: 'its end' });
    await market('source', 'sync', failing, '--accept-empty', '--wait');
    expect(await namesOf(failing)).toEqual([]);
  });
});
