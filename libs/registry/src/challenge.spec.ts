import { describe, expect, it } from 'vitest';
import { challengeOf } from './challenge.js';

describe('a challenge', () => {
  it.each([
    ['Basic realm="test"', { scheme: 'basic' }],
    ['basic realm=test', { scheme: 'basic' }],
    [
      'Bearer realm="https://auth.example/token",service="registry.example",scope="repository:a/b:pull,push"',
      {
        scheme: 'bearer',
        realm: 'https://auth.example/token',
        service: 'registry.example',
        scope: 'repository:a/b:pull,push',
      },
    ],
    ['Bearer realm="https://a/t"', { scheme: 'bearer', realm: 'https://a/t', service: null, scope: null }],
    [
      'Basic realm="x", Bearer realm="https://a/t", service=s',
      { scheme: 'bearer', realm: 'https://a/t', service: 's' },
    ],
    ['Bearer realm="a \\"quoted\\" one"', { scheme: 'bearer', realm: 'a "quoted" one' }],
    ['Bearer service="no realm", Basic realm="x"', { scheme: 'basic' }],
  ])('%s is read', (header, expected) => {
    expect(challengeOf(header)).toMatchObject(expected);
  });

  it.each([undefined, '', 'Negotiate', 'Digest realm="x"', 'Bearer'])('%s cannot be met', (header) => {
    expect(challengeOf(header)).toBeNull();
  });
});
