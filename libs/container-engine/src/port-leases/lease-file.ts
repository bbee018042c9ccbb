import fs from 'node:fs/promises';
import path from 'node:path';
import { parseTable, printTable } from './lease-table.js';
import type { LeaseStore } from './port-leases.js';

/**
 * Keeps leases in a JSON file, replaced as a whole. A file that cannot be read as leases is moved aside to
 * `<file>.unreadable`: running containers are adopted again with the ports they have.
 */
export function leaseFile(file: string): LeaseStore {
  return {
    load: async (range) => {
      const text = await readOrNull(file);
      if (text === null) return null;
      const table = parseTable(text, range);
      if (table === null) await fs.rename(file, `${file}.unreadable`);
      return table;
    },
    save: async (table) => await replaceFile(file, printTable(table)),
  };
}

async function readOrNull(file: string): Promise<string | null> {
  try {
    return await fs.readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function replaceFile(file: string, text: string): Promise<void> {
  await fs.mkdir(path.dirname(file), { recursive: true });
  const draft = `${file}.new`;
  const handle = await fs.open(draft, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await fs.rename(draft, file);
}
