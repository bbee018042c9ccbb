import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stack } from './stack.js';

/** Every file that a service, the database or NATS wrote, and that holds the text. */
export const filesWith = (text: string): readonly string[] =>
  filesBelow(stack().dataDir).filter((file) => readFileSync(file).includes(text));

/** Docker's own files are left out: the container has the secret, and only root may look there. */
function filesBelow(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return entry.name === 'docker' ? [] : filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}
