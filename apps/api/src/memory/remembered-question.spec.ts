import { describe, expect, it } from 'vitest';
import type { EdgeRequest } from '../http/call.js';
import { rememberedQuestion } from './remembered-question.js';

const asked = (url: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') =>
  rememberedQuestion({ method, url, headers } as EdgeRequest);

describe('a question whose answer can be remembered', () => {
  it.each([
    ['/v1/backends/vLLM', 'vllm'],
    ['/v1/backends/my-engine_2.0-custom', 'my-engine_2.0-custom'],
  ])('is one about a backend as it is now: %s', (url, about) => {
    expect(asked(url)).toMatchObject({ key: url, about, route: { operation: 'getBackend' } });
  });

  it.each(['/v1/backends', '/v1/backends?limit=10&search=a%20b', '/v1/backends?cursor=x'])(
    'is one about a page of the list: %s',
    (url) => {
      expect(asked(url)).toMatchObject({ key: url, about: null, route: { operation: 'listBackends' } });
    },
  );

  it.each([
    '/v1/backends/',
    '/v1/backends/a%2Db',
    '/v1/backends/a?revision=3',
    '/v1/backends/a/history',
    '/v1/backends?usage',
    '/v1/backends?limit=1&usage=true',
    '/v1/backends?us%61ge=true',
    '/v1/backends?limit=1#&usage=true',
    '/v1/workers',
  ])('is none where the answer depends on more: %s', (url) => {
    expect(asked(url)).toBeUndefined();
  });

  it('is none where the request says more than its address', () => {
    expect(asked('/v1/backends/a', { accept: 'application/yaml' })).toBeUndefined();
    expect(asked('/v1/backends/a', { accept: 'application/json, application/yaml' })).toBeUndefined();
    expect(asked('/v1/backends/a', { accept: 'application/json;q=0.1, */*' })).toBeUndefined();
    expect(asked('/v1/backends/a', { 'idempotency-key': '' })).toBeUndefined();
    expect(asked('/v1/backends/a', {}, 'DELETE')).toBeUndefined();
    expect(asked('/v1/backends/a', { accept: 'application/json' })).toBeDefined();
    expect(asked('/v1/backends/a', { accept: 'application/json, text/plain, */*' })).toBeDefined();
  });
});
