import { afterEach, describe, expect, it, vi } from 'vitest';
import { dockerClient } from './docker-host.js';

const modemOf = (host?: string, tls?: Parameters<typeof dockerClient>[1]) =>
  dockerClient(host, tls).modem as unknown as Record<string, unknown>;

describe("a Docker engine's address", () => {
  afterEach(() => vi.unstubAllEnvs());

  it.each([
    ['unix:///tmp/x.sock', { socketPath: '/tmp/x.sock', host: undefined }],
    [undefined, { socketPath: '/var/run/docker.sock', host: undefined }],
    ['tcp://10.0.0.1:2375', { host: '10.0.0.1', port: '2375', protocol: 'http' }],
    ['tcp://gpu-1', { host: 'gpu-1', port: '2375', protocol: 'http' }],
    ['https://gpu-1', { host: 'gpu-1', port: '2376', protocol: 'https' }],
  ])('%s is understood', (host, expected) => {
    expect(modemOf(host)).toMatchObject(expected);
  });

  it('with certificates is reached over TLS', () => {
    const tls = { ca: 'CA', cert: 'CERT', key: 'KEY' };
    expect(modemOf('tcp://gpu-1', tls)).toMatchObject({ protocol: 'https', port: '2376', ...tls });
  });

  it('comes from the configuration alone, not from the environment', () => {
    vi.stubEnv('DOCKER_HOST', 'tcp://elsewhere:1');
    expect(modemOf('unix:///tmp/x.sock')).toMatchObject({ socketPath: '/tmp/x.sock', host: undefined });
    vi.stubEnv('DOCKER_HOST', 'unix:///elsewhere.sock');
    expect(modemOf('tcp://gpu-1:2375').socketPath).toBeUndefined();
  });

  it.each(['ssh://gpu-1', 'gpu-1:2375', '', 'tcp://'])('"%s" is refused', (host) => {
    expect(() => dockerClient(host, undefined)).toThrow('is no Docker address');
  });
});
