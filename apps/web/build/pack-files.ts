import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const packers = {
  '.br': (bytes: Buffer) =>
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }),
  '.gz': (bytes: Buffer) => promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }),
} as const;
/** What the api looks for packed. */
const packable = /\.(css|js|json|svg)$/;
const shortest = 1024;

/** Writes packed twins beside the built files, so that the api has nothing to pack while somebody waits. */
export function packFiles(): Plugin {
  let directory = '';
  return {
    name: 'pack-files',
    apply: 'build',
    configResolved: ({ root, build }) => void (directory = path.resolve(root, build.outDir)),
    closeBundle: {
      order: 'post',
      handler: async () => {
        const names = await readdir(directory, { recursive: true });
        await Promise.all(names.filter((name) => packable.test(name)).map((name) => pack(path.join(directory, name))));
      },
    },
  };
}

async function pack(file: string): Promise<void> {
  if ((await stat(file)).size < shortest) return;
  const bytes = await readFile(file);
  for (const [suffix, packer] of Object.entries(packers)) await writeFile(file + suffix, await packer(bytes));
}
