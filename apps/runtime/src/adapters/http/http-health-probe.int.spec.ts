import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { httpHealthProbe } from './http-health-probe.js';

setFlagsFromString('--expose-gc');
const clearMemory = runInNewContext('gc') as () => void;

describe('a probe that nobody answers', () => {
  let server: Server;
  let url: string;

  beforeEach(async () => {
    server = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/health`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('ends in time, also when memory is cleared up meanwhile', async () => {
    const clearing = setInterval(clearMemory, 20);
    try {
      const answer = await httpHealthProbe.ask(url, { timeoutMs: 300, signal: new AbortController().signal });
      expect(answer).toEqual({ good: false, text: 'no answer within 300 ms' });
    } finally {
      clearInterval(clearing);
    }
  }, 3000);

  it('ends as soon as it is not wanted any more', async () => {
    const stopping = new AbortController();
    const asked = httpHealthProbe.ask(url, { timeoutMs: 60_000, signal: stopping.signal });
    stopping.abort();
    expect((await asked).good).toBe(false);
  }, 3000);
});
