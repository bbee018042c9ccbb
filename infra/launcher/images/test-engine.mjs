// @ts-check
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ensureImage } from './load-image.mjs';
import { nodeRuntime } from './node-runtime.mjs';

const SERVER = fileURLToPath(new URL('../../test-engine/server.mjs', import.meta.url));

/**
 * The image of the engine that fails on demand (infra/test-engine).
 *
 * @param {{ host: string, scratchDir: string }} where
 * @returns {Promise<string>} its tag
 */
export async function ensureTestEngineImage({ host, scratchDir }) {
  const content = fs.readFileSync(SERVER);
  const hash = createHash('sha256').update(process.version).update(process.arch).update(content).digest('hex');
  const recipe = {
    tag: `enginehouse/test-engine:${hash.slice(0, 12)}`,
    layers: async () => [
      await nodeRuntime(),
      [/** @type {const} */ ({ type: 'file', path: 'app/server.mjs', content })],
    ],
    entrypoint: ['/usr/bin/node', '/app/server.mjs'],
    user: '1000:1000',
  };
  return (await ensureImage({ host, recipe, scratchDir })).tag;
}
