import fs from 'node:fs';
import path from 'node:path';

/** What a vendor's tool said, as it was recorded. Only tests read these. */
export function fixture(name: string): string {
  return fs.readFileSync(path.join(import.meta.dirname, 'fixtures', name), 'utf8');
}
