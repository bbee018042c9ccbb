import { describe, expect, it } from 'vitest';
import { generateKey, parsePublicKey, parseSignature, verify } from './index.js';

/** The key of minisign's author, and signatures that its own tests verify. */
const keyText = 'RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3';
const prehashed = `untrusted comment: signature from minisign secret key
RUQf6LRCGA9i559r3g7V1qNyJDApGip8MfqcadIgT9CuhV3EMhHoN1mGTkUidF/z7SrlQgXdy8ofjb7bNJJylDOocrCo8KLzZwo=
trusted comment: timestamp:1633700835\tfile:test\tprehashed
wLMDjy9FLAuxZ3q4NlEvkgtyhrr0gtTu6KC4KBJdITbbOeAi1zBIYo0v4iTgt8jJpIidRJnp94ABQkJAgAooBQ==
`;
const legacy = `untrusted comment: signature from minisign secret key
RWQf6LRCGA9i59SLOFxz6NxvASXDJeRtuZykwQepbDEGt87ig1BNpWaVWuNrm73YiIiJbq71Wi+dP9eKL8OC351vwIasSSbXxwA=
trusted comment: timestamp:1555779966\tfile:test
QtKMXWyYcwdpZAlPF7tE2ENJkRd1ujvKjlj1m9RtHTBnZPa5WKU5uWRs5GoP5M/VqE81QFuMKI5k/SfNQUaOAA==
`;

const key = (text = keyText) => {
  const parsed = parsePublicKey(text);
  if (!parsed.ok) throw new Error(parsed.error.detail);
  return parsed.value;
};

function check(message: string, text: string, keys = [key()]) {
  const signature = parseSignature(text);
  return signature.ok ? verify(Buffer.from(message), signature.value, keys) : signature;
}

describe('a public key', () => {
  it('is a bare line or a file, and has the id that minisign prints', () => {
    expect(key()).toMatchObject({ id: 'E7620F1842B4E81F', text: keyText });
    expect(key(`untrusted comment: minisign public key E7620F1842B4E81F\r\n${keyText}\r\n`)).toEqual(key());
    expect(key(`  ${keyText}\n`)).toEqual(key());
  });

  it.each([
    [''],
    ['RWQ'],
    [keyText.slice(0, -1)],
    [`${keyText}A`],
    [`RW ${keyText.slice(2)}`],
    [keyText.replace('RWQ', 'RUQ')],
    [`untrusted comment: x\n`],
    [`comment: x\n${keyText}`],
    [legacy],
  ])('is not %j', (text) => {
    expect(parsePublicKey(text)).toMatchObject({ ok: false, error: { code: 'malformed-key' } });
  });
});

describe('a signature', () => {
  it.each([
    ['prehashed', prehashed, 'timestamp:1633700835\tfile:test\tprehashed'],
    ['legacy', legacy, 'timestamp:1555779966\tfile:test'],
    ['with the line ends of Windows', prehashed.replaceAll('\n', '\r\n'), 'timestamp:1633700835\tfile:test\tprehashed'],
  ])('of minisign is verified: %s', (_name, text, trustedComment) => {
    expect(check('test', text)).toMatchObject({ ok: true, value: { trustedComment, key: { id: key().id } } });
  });

  it.each([
    ['another message', 'Test', prehashed],
    ['another message, legacy', 'Test', legacy],
    ['another comment', 'test', prehashed.replace('1633700835', '1633700836')],
    ['a comment that is longer', 'test', prehashed.replace('prehashed', 'prehashed ')],
    ['the other kind', 'test', prehashed.replace('RUQf', 'RWQf')],
  ])('is refused for %s', (_name, message, text) => {
    expect(check(message, text)).toMatchObject({ ok: false, error: { code: 'wrong-signature' } });
  });

  it('of another key is told from a wrong one', () => {
    const other = generateKey().publicKey;
    expect(check('test', prehashed, [other])).toEqual({
      ok: false,
      error: { code: 'unknown-key', detail: 'It is signed with the key E7620F1842B4E81F.' },
    });
    expect(check('test', prehashed, [other, key()])).toMatchObject({ ok: true });
  });

  it.each([
    ['nothing', ''],
    ['cut off in the comment', prehashed.slice(0, 200)],
    ['cut off in the last line', prehashed.slice(0, -10)],
    ['of an unknown kind', prehashed.replace('RUQf', 'RVQf')],
    ['without the first line', prehashed.slice(prehashed.indexOf('\n') + 1)],
    ['without the trusted comment', prehashed.replace('trusted comment: t', 'comment: t')],
    ['in other Base64', prehashed.replace('/z7SrlQ', '_z7SrlQ')],
    ['far too long', `${prehashed}${'\n'.repeat(20_000)}`],
  ])('that is %s is malformed', (_name, text) => {
    expect(check('test', text)).toMatchObject({ ok: false, error: { code: 'malformed-signature' } });
  });
});
