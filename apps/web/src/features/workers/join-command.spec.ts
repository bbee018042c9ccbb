import { describe, expect, it } from 'vitest';
import { apiAddress, isLoopback, joinCommand } from './join-command.js';

describe('the address in the command that joins a worker', () => {
  it.each([
    'http://127.0.0.1:9400',
    'http://127.1.2.3',
    'http://localhost:9400',
    'http://eh.localhost',
    'http://[::1]:9400',
    'http://0.0.0.0:9400',
  ])('%s is that of the host itself', (address) => expect(isLoopback(address)).toBe(true));
  it.each(['http://10.0.0.5:9400', 'https://eh.example.org', 'http://[fd00::1]:9400', 'http://localhost.example.org'])(
    '%s is one that others may reach',
    (address) => expect(isLoopback(address)).toBe(false),
  );
  it('is taken as it was typed, without what comes behind host and port', () => {
    expect(apiAddress(' https://eh.example.org/ ')).toBe('https://eh.example.org');
    expect(apiAddress('http://10.0.0.5:9400/$(x)')).toBe('http://10.0.0.5:9400');
    expect(joinCommand('http://10.0.0.5:9400', 'gpu-1', 't')).toContain('--api http://10.0.0.5:9400 --name gpu-1');
  });
  it.each(['', 'eh.example.org', 'ftp://x', 'http://', 'http://a b'])('is none: %j', (text) =>
    expect(apiAddress(text)).toBeUndefined(),
  );
});
