import { describe, expect, it } from 'vitest';
import { KeyTable } from '../access/key-table.js';
import { createHash } from 'node:crypto';
import { headersForClient, headersForEngine } from './forwarded-headers.js';
import { errorBody, gatewayError } from './openai-error.js';
import { BodyBudget } from './request-body.js';
import { requestedModel } from './requested-model.js';
import { upstreamAddress } from './upstream-address.js';

/** A field of a form whose boundary is `b`. */
const field = (name: string, value: string, more = '') =>
  `--b\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;

describe('the model asked for', () => {
  const json = 'application/json';
  it.each([json, undefined, 'text/plain'])('is the string in the field of a JSON body sent as %s', async (type) => {
    const body = Buffer.from('{"model": "org/m", "stream": true}');
    expect(await requestedModel(body, type)).toEqual({ ok: true, value: 'org/m' });
  });

  it.each([
    ['not JSON', '{', 'malformed-body'],
    ['a list', '[]', 'malformed-body'],
    ['nothing', '', 'malformed-body'],
    ['null', 'null', 'malformed-body'],
    ['no model', '{}', 'invalid-input'],
    ['an empty model', '{"model": ""}', 'invalid-input'],
    ['a model that is a number', '{"model": 1}', 'invalid-input'],
  ])('is refused where the body is %s', async (_what, body, code) => {
    expect(await requestedModel(Buffer.from(body), json)).toMatchObject({ ok: false, error: { code } });
  });

  const form = 'multipart/form-data; boundary=b';
  const sound = field('file', '\u0000\u0001--b', '; filename="a.wav"');

  it.each([
    ['before the file', field('model', 'org/m') + sound],
    ['behind the file', sound + field('model', 'org/m')],
    ['written twice', field('model', 'org/m') + field('model', 'other')],
  ])('is the field of a form, %s', async (_where, fields) => {
    expect(await requestedModel(Buffer.from(`${fields}--b--\r\n`), form)).toEqual({ ok: true, value: 'org/m' });
  });

  it.each([
    ['without a model', `${sound}--b--\r\n`, form, 'invalid-input'],
    ['with an empty model', `${field('model', '')}--b--\r\n`, form, 'invalid-input'],
    ['whose model is a file', `${field('model', 'x', '; filename="m"')}--b--\r\n`, form, 'invalid-input'],
    ['with a model of a megabyte', `${field('model', 'x'.repeat(2 ** 20))}--b--\r\n`, form, 'invalid-input'],
    ['that is cut off', sound.slice(0, -20), form, 'malformed-body'],
    ['that is empty', '', form, 'malformed-body'],
    ['without a boundary', `${sound}--b--\r\n`, 'multipart/form-data', 'malformed-body'],
  ])('is refused where a form is sent %s', async (_what, body, type, code) => {
    expect(await requestedModel(Buffer.from(body), type)).toMatchObject({ ok: false, error: { code } });
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
