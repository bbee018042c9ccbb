import { createHash } from 'node:crypto';
import { mkdirSync, realpathSync } from 'node:fs';
import { createServer } from 'node:net';

/**
 * Holds a data directory for one process. The lock is an abstract socket (Linux): it cannot outlive its process, so
 * there is nothing to clean up after a crash. Answers the way to release it, or null where another process holds it.
 */
export function lockDirectory(directory: string): Promise<(() => void) | null> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const id = createHash('sha256').update(realpathSync(directory)).digest('hex').slice(0, 32);
  return new Promise((resolve) => {
    if (process.platform !== 'linux') {
      resolve(() => {});
      return;
    }
    const server = createServer((socket) => socket.destroy());
    server.once('error', () => resolve(null));
    server.listen(`\0enginehouse-runtime-${id}`, () => {
      server.unref();
      resolve(() => server.close());
    });
  });
}
