import { describe, expect, it } from 'vitest';
import { parseImageReference } from './image-reference.js';

const digest = `sha256:${'a'.repeat(64)}`;

describe('an image reference', () => {
  it.each([
    ['vllm', { repository: 'vllm' }],
    ['vllm/vllm-openai:v0.16.0', { repository: 'vllm/vllm-openai', tag: 'v0.16.0' }],
    ['ghcr.io/ggml-org/llama.cpp:server-cuda', { repository: 'ghcr.io/ggml-org/llama.cpp', tag: 'server-cuda' }],
    ['localhost:5000/a__b/c-d:1', { repository: 'localhost:5000/a__b/c-d', tag: '1' }],
    ['[::1]:5000/x:1', { repository: '[::1]:5000/x', tag: '1' }],
    [`x@${digest}`, { repository: 'x', digest }],
    [`x:1@${digest}`, { repository: 'x', tag: '1', digest }],
    ['REGISTRY.example/x', { repository: 'REGISTRY.example/x' }],
  ])('%s is read', (text, expected) => {
    expect(parseImageReference(text)).toEqual(expected);
  });

  it.each([
    '',
    ' ',
    '-v/:/host',
    '--privileged',
    'UPPER',
    'x/UPPER',
    '../x',
    'x/../y',
    'x//y',
    '/x',
    'x:',
    'x:-1',
    'x y',
    'x\ny',
    'x@sha256:abc',
    `x@sha256:${'A'.repeat(64)}`,
    'http://x/y',
    'x:1?a=b',
    `x:${'t'.repeat(129)}`,
    'a'.repeat(256),
    `${'a/'.repeat(2000)}b`,
  ])('%j is none', (text) => {
    expect(parseImageReference(text)).toBeNull();
  });
});
