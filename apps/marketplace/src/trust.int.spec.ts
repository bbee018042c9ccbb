import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { marketplace as contracts, type Result } from '@enginehouse/contracts';
import { generateKey, printChecksums, printPublicKey, sign, type SecretKey } from '@enginehouse/signatures';
import { newHeader } from '@enginehouse/service-kit';
import { testNats, testPostgres, waitUntil, type TestDatabase, type TestNats } from '@enginehouse/testing';
import type { SourceFile } from './ports.js';
import { fileOf } from './testing/fake-source-fetcher.js';
import { indexOf } from './testing/index-of.js';
import { addressFor, startMarketplace, valueOf, type RunningMarketplace } from './testing/running-marketplace.js';

let database: TestDatabase;
let nats: TestNats;
let market: RunningMarketplace;

beforeAll(async () => {
  [database, nats] = await Promise.all([testPostgres(), testNats()]);
  market = await startMarketplace({ databaseUrl: database.url, natsUrl: nats.url });
});

afterAll(async () => {
  await market.stop();
  await Promise.all([database.close(), nats.close()]);
});

const [ours, theirs] = [generateKey(), generateKey()];

function made<T>(result: Result<T, { readonly detail: string }>): T {
  if (result.ok) return result.value;
  throw new Error(result.error.detail);
}
const signatureOf = (text: string, key: SecretKey): string =>
  made(sign(new TextEncoder().encode(text), key, 'from a test'));
const signedFiles = (text: string, key: SecretKey, shown = false): readonly SourceFile[] => [
  fileOf('index.yaml', text),
  fileOf('index.yaml.minisig', signatureOf(text, key)),
  ...(shown ? [fileOf('minisign.pub', printPublicKey(key.publicKey))] : []),
];
const put = (name: string, files: readonly SourceFile[] | string) => market.world.put(addressFor(name), files);
const add = async (name: string, files: readonly SourceFile[] | string, more: object) => {
  put(name, files);
  const location = { kind: 'http' as const, url: addressFor(name) };
  return market.ended(valueOf(await market.ask(contracts.addSource, { name, location, ...more })).run);
};
const trust = (name: string, more: object) => market.ask(contracts.trustKey, { name, ...more });
const typesOf = async (name: string) => (await market.events(name)).map(({ type }) => type);

describe('a source with pinned keys', () => {
  it('is strict unless said otherwise, and what a key of its signed is told as that', async () => {
    const report = await add('signed', signedFiles(indexOf(['One']), ours), { keys: [ours.publicKey.text] });
    expect(report).toMatchObject({ state: 'succeeded', signedBy: ours.publicKey.id });
    expect(await market.source('signed')).toMatchObject({
      strict: true,
      keys: [{ id: ours.publicKey.id, key: ours.publicKey.text, by: 'user:ada' }],
      snapshot: { signedBy: ours.publicKey.id },
    });
    expect((await market.events('signed')).at(-1)).toMatchObject({ data: { signedBy: ours.publicKey.id } });
  });

  it('keeps what it had where the new is not signed', async () => {
    await add('strict', signedFiles(indexOf(['One']), ours), { keys: [ours.publicKey.text] });
    put('strict', indexOf(['One', 'Slipped-In']));
    expect(await market.sync('strict')).toMatchObject({
      state: 'failed',
      attempt: 1,
      problem: { code: 'signature-missing' },
    });
    expect(await market.source('strict')).toMatchObject({ state: 'failing', snapshot: { entries: 1 } });
  });

  it('keeps what it had where the new was changed after it was signed, strict or not', async () => {
    for (const [name, strict] of [
      ['tampered-strict', true],
      ['tampered-lax', false],
    ] as const) {
      await add(name, signedFiles(indexOf(['One']), ours), { keys: [ours.publicKey.text], strict });
      const [, signature] = signedFiles(indexOf(['One', 'Two']), ours);
      put(name, [fileOf('index.yaml', indexOf(['One', 'Evil'])), signature as SourceFile]);
      expect(await market.sync(name)).toMatchObject({ state: 'failed', problem: { code: 'signature-invalid' } });
      expect(await market.source(name)).toMatchObject({ snapshot: { entries: 1 } });
    }
  });

  it('takes what is not signed where it is not strict, and says so', async () => {
    const report = await add('lax', indexOf(['One']), { keys: [ours.publicKey.text], strict: false });
    expect(report).toMatchObject({ state: 'succeeded', signedBy: null });
  });

  it('offers a new key once, keeps what it had until somebody trusts it, and is synced at once then', async () => {
    await add('rotating', signedFiles(indexOf(['One']), ours), { keys: [ours.publicKey.text] });
    put('rotating', signedFiles(indexOf(['One', 'Two']), theirs, true));
    for (const failures of [1, 2]) {
      expect(await market.sync('rotating')).toMatchObject({
        state: 'failed',
        problem: { code: 'key-not-trusted', hint: expect.stringContaining('market source trust rotating') },
      });
      expect(await market.source('rotating')).toMatchObject({ failures });
    }
    expect(await market.source('rotating')).toMatchObject({
      offeredKey: { id: theirs.publicKey.id, key: theirs.publicKey.text },
      snapshot: { entries: 1, signedBy: ours.publicKey.id },
    });
    expect((await typesOf('rotating')).filter((type) => type === 'SourceKeyOffered')).toHaveLength(1);
    valueOf(await trust('rotating', { key: theirs.publicKey.text }));
    await waitUntil(async () => (await market.source('rotating')).state === 'ok', { what: 'the sync' });
    expect(await market.source('rotating')).toMatchObject({
      offeredKey: null,
      failures: 0,
      keys: [{ id: ours.publicKey.id }, { id: theirs.publicKey.id, by: 'user:ada' }],
      snapshot: { entries: 2, signedBy: theirs.publicKey.id },
    });
  });

  it('does not take what only a key has signed that is trusted no more', async () => {
    await add('distrusting', signedFiles(indexOf(['One']), ours), { keys: [ours.publicKey.text] });
    expect(await trust('distrusting', { distrust: 'ABCD' })).toMatchObject({ error: { code: 'key-not-found' } });
    valueOf(await trust('distrusting', { distrust: ours.publicKey.id.toLowerCase() }));
    // The server would answer that nothing is new: trust has changed, so it is asked for all of it.
    expect(await market.sync('distrusting')).toMatchObject({ state: 'failed', problem: { code: 'key-not-trusted' } });
    expect(await market.source('distrusting')).toMatchObject({ keys: [], snapshot: { entries: 1 } });
  });

  it('is checked anew when it becomes strict, though its bytes are the same', async () => {
    await add('becoming-strict', indexOf(['One']), {});
    valueOf(await market.ask(contracts.changeSource, { name: 'becoming-strict', changes: { strict: true } }));
    expect(await market.sync('becoming-strict')).toMatchObject({
      state: 'failed',
      problem: { code: 'signature-missing' },
    });
  });

  it('tells who signed the same bytes since', async () => {
    await add('signed-later', indexOf(['One']), { keys: [ours.publicKey.text], strict: false });
    put('signed-later', signedFiles(indexOf(['One']), ours));
    expect(await market.sync('signed-later')).toMatchObject({ state: 'unchanged', signedBy: ours.publicKey.id });
    const { snapshot } = await market.source('signed-later');
    expect(snapshot).toMatchObject({ signedBy: ours.publicKey.id, entries: 1 });
  });

  it('takes a folder whose SHA256SUMS is signed, and no file beside those', async () => {
    const files = [fileOf('a.yaml', indexOf(['One'])), fileOf('b.yaml', indexOf(['Two']))];
    const sums = made(printChecksums(files));
    const signed = [fileOf('SHA256SUMS', sums), fileOf('SHA256SUMS.minisig', signatureOf(sums, ours))];
    const keys = [ours.publicKey.text];
    expect(await add('folder', [...files, ...signed], { keys })).toMatchObject({ counts: { added: 2 } });
    put('folder', [...files, fileOf('c.yaml', indexOf(['Slipped-In'])), ...signed]);
    expect(await market.sync('folder')).toMatchObject({ state: 'failed', problem: { code: 'signature-invalid' } });
  });
});

describe('trusting a key', () => {
  it('is refused for what is none, for both at once, and for the source that comes with Enginehouse', async () => {
    await add('picky', indexOf(['One']), {});
    const key = ours.publicKey.text;
    expect(await trust('picky', { key: 'nonsense' })).toMatchObject({ error: { code: 'invalid-input' } });
    expect(await trust('picky', { key, distrust: 'A' })).toMatchObject({ error: { code: 'invalid-input' } });
    expect(await trust('picky', {})).toMatchObject({ error: { code: 'invalid-input' } });
    expect(await trust('enginehouse', { key })).toMatchObject({ error: { code: 'cannot-change-built-in' } });
    expect(await trust('nobody', { key })).toMatchObject({ error: { code: 'source-not-found' } });
  });

  it('has one effect, however often it is asked for', async () => {
    await add('repeated', indexOf(['One']), {});
    const header = newHeader('user:ada');
    const input = { name: 'repeated', key: ours.publicKey.text };
    const first = valueOf(await market.ask(contracts.trustKey, input, header));
    expect(valueOf(await market.ask(contracts.trustKey, input, header))).toEqual(first);
    expect(valueOf(await trust('repeated', { key: ours.publicKey.text }))).toMatchObject({ changed: false });
    expect((await typesOf('repeated')).filter((type) => type === 'SourceKeyTrusted')).toHaveLength(1);
  });
});
