import { describe, expect, it } from 'vitest';
import { isLoopback, reachOf } from './worker-reach.js';

const at = { instance: 'chat-1', port: 41_000, profile: 'baseline' as const };

describe('a worker on this host alone', () => {
  const reach = reachOf({ address: '127.0.0.1', proxyPort: 7000 });

  it('publishes engines on loopback and names them directly', () => {
    expect(reach.proxied).toBe(false);
    expect(reach.publishOn).toBe('127.0.0.1');
    expect(reach.url(at)).toBe('http://127.0.0.1:41000');
  });
});

describe('a worker that others reach', () => {
  const reach = reachOf({ address: '10.0.0.7', proxyPort: 7000 });

  it('still publishes engines on loopback only, and names the proxy', () => {
    expect(reach.proxied).toBe(true);
    expect(reach.publishOn).toBe('127.0.0.1');
    expect(reach.url(at)).toBe('http://10.0.0.7:7000/i/chat-1');
  });

  it('has an engine on the host network bind the address of the worker', () => {
    expect(reach.workerIp('host-network')).toBe('10.0.0.7');
    expect(reach.targetHost('host-network')).toBe('10.0.0.7');
  });
});

it('has an engine in its own network bind every address there is', () => {
  expect(reachOf({ address: '10.0.0.7', proxyPort: 1 }).workerIp('baseline')).toBe('0.0.0.0');
});

it('puts an IPv6 address into brackets', () => {
  expect(reachOf({ address: 'fd00::7', proxyPort: 7000 }).url(at)).toBe('http://[fd00::7]:7000/i/chat-1');
});

it.each([
  ['127.0.0.1', true],
  ['127.8.0.1', true],
  ['::1', true],
  ['localhost', true],
  ['10.0.0.7', false],
  ['127.0.0.1.example.org', false],
  ['0.0.0.0', false],
])('takes %s for loopback: %s', (address, loopback) => {
  expect(isLoopback(address)).toBe(loopback);
});
