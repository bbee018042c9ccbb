import net from 'node:net';
import { expect, it } from 'vitest';
import { testRedis } from './redis.js';

/** Redis takes plain lines and answers in kind. */
const ask = (url: string, line: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const socket = net.connect(Number(port), hostname, () => socket.write(`${line}\r\n`));
    socket.once('error', reject);
    socket.once('data', (answer) => {
      socket.destroy();
      resolve(answer.toString().trim());
    });
  });

it('testRedis serves the same data after kill and start', async () => {
  const redis = await testRedis();
  expect(await ask(redis.url, 'SET job kept')).toBe('+OK');
  await redis.kill();
  await expect(ask(redis.url, 'PING')).rejects.toThrow('ECONNREFUSED');
  await redis.start();
  expect(await ask(redis.url, 'GET job')).toContain('kept');
  await redis.close();
});
