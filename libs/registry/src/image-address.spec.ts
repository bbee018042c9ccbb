import { describe, expect, it } from 'vitest';
import { imageAddress } from './image-address.js';

const digest = `sha256:${'a'.repeat(64)}`;
const hub = { registry: 'docker.io', url: 'https://registry-1.docker.io' };

describe('the address of an image', () => {
  it.each([
    ['nginx', { ...hub, repository: 'library/nginx', reference: 'latest' }],
    ['nginx:1.27', { ...hub, repository: 'library/nginx', reference: '1.27' }],
    ['vllm/vllm-openai:v0.16.0', { ...hub, repository: 'vllm/vllm-openai', reference: 'v0.16.0' }],
    ['docker.io/nginx', { ...hub, repository: 'library/nginx', reference: 'latest' }],
    ['index.docker.io/a/b:1', { ...hub, repository: 'a/b', reference: '1' }],
    [`nginx:1.27@${digest}`, { ...hub, repository: 'library/nginx', reference: digest, digest }],
    [`nginx@${digest}`, { ...hub, repository: 'library/nginx', reference: digest, digest }],
    [
      'ghcr.io/ggml-org/llama.cpp:server-cuda',
      { registry: 'ghcr.io', url: 'https://ghcr.io', repository: 'ggml-org/llama.cpp', reference: 'server-cuda' },
    ],
    ['localhost/x', { registry: 'localhost', url: 'http://localhost', repository: 'x', reference: 'latest' }],
    ['localhost:5000/a/b:1', { url: 'http://localhost:5000', repository: 'a/b', reference: '1' }],
    ['127.0.0.1:5000/x:1', { url: 'http://127.0.0.1:5000', repository: 'x', reference: '1' }],
    ['[::1]:5000/x:1', { url: 'http://[::1]:5000', repository: 'x', reference: '1' }],
    ['127.example.com/x', { url: 'https://127.example.com', repository: 'x' }],
    ['10.0.0.1:5000/x', { url: 'https://10.0.0.1:5000', repository: 'x' }],
    ['REGISTRY/x', { url: 'https://REGISTRY', repository: 'x' }],
  ])('%s is found', (text, expected) => {
    expect(imageAddress(text)).toMatchObject(expected);
  });

  it.each([
    '',
    ' ',
    'UPPER',
    'x/UPPER',
    '../x',
    'x//y',
    '/x',
    'x:',
    'x y',
    'x@sha256:abc',
    'http://x/y',
    'x:1?a=b',
    'a.b/x@y@z',
  ])('%j is none', (text) => {
    expect(imageAddress(text)).toBeNull();
  });
});
