import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Programs that had to be fetched once (nats-server) stay with the checkout; everything else is thrown away. */
export const cacheDir = path.resolve(import.meta.dirname, '../../../.enginehouse/cache');

/** A new empty folder outside the checkout, reachable by the unprivileged user that PostgreSQL runs as. */
export function temporaryDirectory(what: string): string {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), `enginehouse-${what}-`));
  fs.chmodSync(directory, 0o755);
  return directory;
}
