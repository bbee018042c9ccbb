// @ts-check
/**
 * Packs the command line into one file: Node starts that in a third of the time of the some 400 files that it is made of.
 * `bin/enginehouse.mjs` takes it where it is newer than they are.
 */
import path from 'node:path';
import { packedOr } from '../bin/packed.mjs';

const conditions = ['node'];

async function pack() {
  const { build } = await import('vite');
  await build({
    root: path.resolve(import.meta.dirname, '..'),
    configFile: false,
    logLevel: 'warn',
    resolve: { conditions },
    ssr: { noExternal: true, resolve: { conditions } },
    build: {
      ssr: 'dist/main.js',
      outDir: 'dist/packed',
      target: 'node20',
      // As deep as the module that reads package.json from where it is.
      rolldownOptions: { output: { entryFileNames: 'bin/enginehouse.mjs' } },
    },
  });
}

if (packedOr(undefined) === undefined) await pack();
