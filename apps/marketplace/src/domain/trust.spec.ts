import { describe, expect, it } from 'vitest';
import { generateKey, printPublicKey, sign, type PublishedFile, type SecretKey } from '@enginehouse/signatures';
import { verifySource } from './trust.js';

const [pinned, other] = [generateKey(), generateKey()];
const index: PublishedFile = { path: 'index.yaml', bytes: Buffer.from('- backend_name: a\n') };
const replaced: PublishedFile = { path: 'index.yaml', bytes: Buffer.from('- backend_name: evil\n') };

function signature(by: SecretKey, cutOff = 0): PublishedFile {
  const signed = sign(index.bytes, by, 'comment');
  if (!signed.ok) throw new Error(signed.error.detail);
  return { path: 'index.yaml.minisig', bytes: Buffer.from(signed.value.slice(0, signed.value.length - cutOff)) };
}

const shown: PublishedFile = { path: 'minisign.pub', bytes: Buffer.from(printPublicKey(other.publicKey)) };

const sources = {
  unsigned: [index],
  good: [index, signature(pinned)],
  bad: [replaced, signature(pinned)],
  'another key': [index, signature(other)],
  'another key, shown': [index, signature(other), shown],
  'another key, shown, bad': [replaced, signature(other), shown],
  truncated: [index, signature(pinned, 100)],
  garbage: [index, { path: 'index.yaml.minisig', bytes: Buffer.from('garbage') }],
} as const satisfies Record<string, readonly PublishedFile[]>;

const unsigned = { signedBy: null };
const signed = { signedBy: pinned.publicKey.id };

/** One row per kind of source: nothing pinned, pinned; each not strict, strict. */
const cells: readonly (readonly [keyof typeof sources, ...(readonly (object | string)[])])[] = [
  ['unsigned', unsigned, 'signature-missing', unsigned, 'signature-missing'],
  ['good', unsigned, 'key-not-trusted', signed, signed],
  ['bad', unsigned, 'key-not-trusted', 'signature-invalid', 'signature-invalid'],
  ['another key', unsigned, 'key-not-trusted', 'key-not-trusted', 'key-not-trusted'],
  ['another key, shown', unsigned, 'key-not-trusted', 'key-not-trusted', 'key-not-trusted'],
  ['another key, shown, bad', unsigned, 'signature-invalid', 'signature-invalid', 'signature-invalid'],
  ['truncated', unsigned, 'signature-invalid', 'signature-invalid', 'signature-invalid'],
  ['garbage', unsigned, 'signature-invalid', 'signature-invalid', 'signature-invalid'],
];

describe('whether a fetched source is taken', () => {
  const columns = [
    { pin: false, strict: false },
    { pin: false, strict: true },
    { pin: true, strict: false },
    { pin: true, strict: true },
  ];
  const table = cells.flatMap(([name, ...outcomes]) =>
    columns.map((column, at) => ({ name, ...column, outcome: outcomes[at] ?? '' })),
  );

  it.each(table)('$name; a key pinned: $pin; strict: $strict: $outcome', ({ name, pin, strict, outcome }) => {
    const keys = pin ? [{ key: pinned.publicKey.text }] : [];
    const expected =
      typeof outcome === 'string' ? { ok: false, error: { code: outcome } } : { ok: true, value: outcome };
    expect(verifySource(sources[name], { keys, strict })).toMatchObject(expected);
  });

  it('tells who offers which key, and how to trust it', () => {
    const { id, text } = other.publicKey;
    const trust = { keys: [{ key: pinned.publicKey.text }], strict: true, source: 'team' };
    expect(verifySource(sources['another key, shown'], trust)).toMatchObject({
      error: {
        status: 409,
        detail: `It is signed with key ${id}, which is none of the trusted ones.`,
        hint: expect.stringContaining(`Then: enginehouse market source trust team --key ${text}`),
        extra: { keyId: id, key: text },
      },
    });
    const hidden = verifySource(sources['another key'], trust);
    expect(hidden).toMatchObject({ error: { hint: expect.stringContaining('trust team --key KEY') } });
    expect(hidden.ok || hidden.error.extra).toEqual({ keyId: id });
  });

  it('takes what any of the pinned keys has signed, and says which', () => {
    const keys = [{ key: other.publicKey.text }, { key: pinned.publicKey.text }];
    expect(verifySource(sources.good, { keys, strict: true })).toEqual({ ok: true, value: signed });
  });

  it('is not fooled by a pinned key that cannot be read', () => {
    expect(verifySource(sources.good, { keys: [{ key: `RWQ${'A'.repeat(53)}` }], strict: false })).toMatchObject({
      error: { code: 'key-not-trusted' },
    });
  });
});
