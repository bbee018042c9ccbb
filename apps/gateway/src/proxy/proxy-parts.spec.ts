import { describe, expect, it } from 'vitest';
import { KeyTable } from '../access/key-table.js';
import { createHash } from 'node:crypto';
import { headersForClient, headersForEngine } from './forwarded-headers.js';
import { errorBody, gatewayError } from './openai-error.js';
import { BodyBudget } from './request-body.js';
import { requestedModel } from './requested-model.js';
import { upstreamAddress } from './upstream-address.js';

describe('the model asked for', () => {
  it('is the string in the field', () => {
    expect(requestedModel(Buffer.from('{"model": "org/m", "stream": true}'))).toEqual({ ok: true, value: 'org/m' });
  });

  it.each([
    ['not JSON', '{', 'malformed-body'],
    ['a list', '[]', 'malformed-body'],
    ['nothing', '', 'malformed-body'],
    ['null', 'null', 'malformed-body'],
    ['no model', '{}', 'invalid-input'],
    ['an empty model', '{"model": ""}', 'invalid-input'],
    ['a model that is a number', '{"model": 1}', 'invalid-input'],
  ])('is refused where the body is %s', (_what, body, code) => {
    expect(requestedModel(Buffer.from(body))).toMatchObject({ ok: false, error: { code } });
  });
});

describe('an error', () => {
  it('has the shape that OpenAI clients read, and our code', () => {
    const error = gatewayError('model-not-found', 'no such model', { param: 'model', more: { close_names: ['m'] } });
    expect(error.status).toBe(404);
    expect(errorBody(error)).toEqual({
      error: {
        message: 'no such model',
        type: 'invalid_request_error',
        param: 'model',
        code: 'model-not-found',
        close_names: ['m'],
      },
    });
  });
});

describe('forwarded headers', () => {
  it('leave out what is between client and gateway', () => {
    const headers = {
      authorization: 'Bearer secret',
      cookie: 'session',
      host: 'gateway',
      connection: 'keep-alive, x-private',
      'x-private': '1',
      'x-enginehouse-worker-key': 'forged',
      'accept-encoding': 'gzip',
      'content-length': '3',
      'content-type': 'application/json',
      'x-custom': 'kept',
    };
    expect(headersForEngine(headers, { 'x-request-id': 'r' })).toEqual({
      'content-type': 'application/json',
      'x-custom': 'kept',
      'x-request-id': 'r',
    });
  });

  it('leave out what an engine says about itself and its connection', () => {
    const headers = {
      server: 'uvicorn',
      'transfer-encoding': 'chunked',
      'set-cookie': ['a'],
      'content-type': 'x',
      date: 'd',
    };
    expect(headersForClient(headers)).toEqual({ 'content-type': 'x' });
  });
});

describe('the address of an instance', () => {
  it.each([
    ['http://127.0.0.1:40000', 'http://127.0.0.1:40000', '/v1/x', false],
    ['http://[::1]:40000/', 'http://[::1]:40000', '/v1/x', false],
    ['http://10.0.0.7:10160/i/chat-1', 'http://10.0.0.7:10160', '/i/chat-1/v1/x', true],
  ])('%s keeps its path', (url, origin, path, isProxied) => {
    expect(upstreamAddress(url, '/v1/x')).toEqual({ origin, path, isProxied });
  });
});

describe('the budget for bodies', () => {
  it('refuses what is beyond it until something is released', () => {
    const budget = new BodyBudget(10);
    expect([budget.take(6), budget.take(5), budget.take(4)]).toEqual([true, false, true]);
    budget.release(6);
    expect(budget.take(5)).toBe(true);
  });
});

describe('the table of keys', () => {
  const hash = createHash('sha256').update('eh_token').digest('hex');
  const table = (expiresAt: string | null) =>
    new KeyTable(new Map([[hash, { name: 'ci', role: 'viewer', expiresAt }]]));

  it('knows a bearer token by its hash until it ends', () => {
    expect(table(null).find('Bearer eh_token')).toMatchObject({ name: 'ci' });
    expect(table('2026-01-01T00:00:00.000Z').find('bearer eh_token', Date.UTC(2025, 11, 31))).toBeDefined();
    expect(table('2026-01-01T00:00:00.000Z').find('Bearer eh_token', Date.UTC(2026, 0, 1))).toBeUndefined();
  });

  it.each([undefined, '', 'Bearer', 'Bearer other', 'Basic eh_token', hash, `Bearer ${hash}`])(
    'refuses %j',
    (header) => {
      expect(table(null).find(header)).toBeUndefined();
    },
  );
});
