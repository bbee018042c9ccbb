import { describe, expect, it } from 'vitest';
import { connectionOf, type ConfigFile } from './connection.js';

const local: ConfigFile = { path: '/p/.enginehouse/cli.json', config: { url: 'http://local:1', token: 'local-token' } };
const user: ConfigFile = { path: '/h/config.json', config: { url: 'http://user:2/', token: 'user-token' } };

describe('the address', () => {
  it.each([
    ['a flag', { url: 'http://flag:9' }, { url: 'http://env:8' }, [local, user], 'http://flag:9', '--url'],
    ['the environment', {}, { url: 'http://env:8' }, [local, user], 'http://env:8', 'ENGINEHOUSE_URL'],
    ['the nearest file', {}, {}, [local, user], 'http://local:1', local.path],
    ['the user’s file', {}, {}, [user], 'http://user:2', user.path],
  ])('comes from %s', (_what, flags, env, files, url, urlFrom) => {
    expect(connectionOf(flags, env, files)).toMatchObject({ url, urlFrom });
  });

  it('is needed', () => {
    expect(() => connectionOf({}, {}, [])).toThrow('No address');
  });

  it('of a stack that does not run is no other’s', () => {
    const stopped: ConfigFile = { path: '/p/.enginehouse', config: {}, isStopped: true };
    expect(() => connectionOf({}, {}, [stopped, user])).toThrow('Enginehouse is not running here; start it with "npm');
    expect(connectionOf({}, {}, [user, stopped]).url).toBe('http://user:2');
    expect(connectionOf({ url: 'http://flag:9' }, {}, [stopped]).url).toBe('http://flag:9');
  });

  it.each(['ftp://x', 'nonsense', 'file:///etc/passwd'])('is an http or https one, not %s', (url) => {
    expect(() => connectionOf({ url }, {}, [])).toThrow('--url');
  });
});

describe('the token', () => {
  it('of a file only goes to that file’s address', () => {
    expect(connectionOf({ url: 'http://stranger' }, {}, [local, user]).token).toBeUndefined();
    expect(connectionOf({ url: 'http://local:1/' }, {}, [local, user]).token).toBe('local-token');
    expect(connectionOf({}, { url: 'http://user:2' }, [local, user])).toMatchObject({
      token: 'user-token',
      tokenFrom: user.path,
    });
  });

  it('given by hand goes anywhere', () => {
    expect(connectionOf({ url: 'http://x', token: 't' }, {}, [])).toMatchObject({ token: 't', tokenFrom: '--token' });
    expect(connectionOf({}, { token: 'e' }, [local])).toMatchObject({ token: 'e', tokenFrom: 'ENGINEHOUSE_TOKEN' });
  });
});
