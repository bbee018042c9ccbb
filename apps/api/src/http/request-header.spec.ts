import { describe, expect, it } from 'vitest';
import { correlationIdOf, idempotencyKeyOf, requestHeaderOf } from './request-header.js';

const options = { actor: 'user:ci', correlationId: 'c-1' };
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[57][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('the header of a request', () => {
  it('has an idempotency key that is a UUID, whatever the client sends', () => {
    const made = requestHeaderOf({ 'idempotency-key': 'deploy #1' }, options);
    expect(made).toMatchObject({ ok: true, value: { actor: 'user:ci', correlationId: 'c-1' } });
    expect(made.ok && made.value.idempotencyKey).toMatch(uuid);
    expect(made.ok && made.value.idempotencyKey).toBe(idempotencyKeyOf('user:ci', 'deploy #1'));
  });

  it("keeps two people's equal keys apart", () => {
    expect(idempotencyKeyOf('user:a', 'k')).not.toBe(idempotencyKeyOf('user:b', 'k'));
  });

  it('has a new key each time where the client sends none', () => {
    const keys = [1, 2].map(() => requestHeaderOf({}, options)).map((made) => made.ok && made.value.idempotencyKey);
    expect(keys[0]).not.toBe(keys[1]);
  });

  it.each([
    ['an empty key', { 'idempotency-key': '' }],
    ['an endless key', { 'idempotency-key': 'k'.repeat(256) }],
    ['an endless reason', { 'x-change-reason': 'r'.repeat(1001) }],
  ])('is refused with %s', (_what, headers) => {
    expect(requestHeaderOf(headers, options)).toMatchObject({ error: { code: 'invalid-input' } });
  });

  it.each([
    ['UTF-8', Buffer.from('größer ✓').toString('latin1'), 'größer ✓'],
    ['Latin-1', 'größer', 'größer'],
  ])('reads a reason in %s', (_what, sent, reason) => {
    expect(requestHeaderOf({ 'x-change-reason': sent }, options)).toMatchObject({ value: { reason } });
  });

  it('passes on a trace, and drops what is none', () => {
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    expect(requestHeaderOf({ traceparent }, options)).toMatchObject({ value: { traceparent } });
    const dropped = requestHeaderOf({ traceparent: 'x' }, options);
    expect(dropped.ok && dropped.value).not.toHaveProperty('traceparent');
  });
});

describe('the correlation id', () => {
  it('is the one of the client where it is harmless', () => {
    expect(correlationIdOf('ci/run:42.a-b_c')).toBe('ci/run:42.a-b_c');
  });

  it.each(['', 'a b', 'a\nb', '"', 'x'.repeat(129)])('is a new one in place of %j', (given) => {
    expect(correlationIdOf(given)).toMatch(uuid);
  });
});
