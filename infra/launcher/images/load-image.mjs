// @ts-check
import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { LauncherError } from '../system/launcher-error.mjs';
import { dockerRequest } from './docker-client.mjs';
import { tarStream } from './tar.mjs';

/** @typedef {import('./tar.mjs').TarEntry} TarEntry */

/**
 * What an image is made of: layers of files, and how its program starts.
 *
 * @typedef {object} ImageRecipe
 * @property {string} tag
 * @property {() => Promise<readonly (readonly TarEntry[])[]>} layers asked only when the image is missing
 * @property {readonly string[]} entrypoint
 * @property {readonly string[]} [command]
 * @property {readonly string[]} [env]
 * @property {string} [user]
 */

/**
 * Makes an image where the engine lacks it, without a registry and without a builder: the archive that `docker save`
 * would write is written here and loaded.
 *
 * @param {{ host: string, recipe: ImageRecipe, scratchDir: string }} wish
 * @returns {Promise<{ tag: string, made: boolean }>}
 */
export async function ensureImage({ host, recipe, scratchDir }) {
  const { tag } = recipe;
  const known = await dockerRequest(host, { path: `/images/${encodeURIComponent(tag)}/json` });
  if (known.status === 200) return { tag, made: false };
  const directory = path.join(scratchDir, randomUUID());
  fs.mkdirSync(directory, { recursive: true });
  try {
    const layers = [];
    for (const entries of await recipe.layers()) layers.push(await writeLayer(directory, entries));
    await load(host, tarStream(archive(recipe, layers)));
  } finally {
    fs.rmSync(directory, { recursive: true, force: true });
  }
  return { tag, made: true };
}

/** @param {string} host @param {AsyncIterable<Buffer>} body */
async function load(host, body) {
  const answer = await dockerRequest(host, {
    method: 'POST',
    path: '/images/load?quiet=1',
    body,
    type: 'application/x-tar',
  });
  // The status is sent before the work is done, so a failure comes as a line of the answer.
  if (answer.status === 200 && !answer.body.includes('"error"')) return;
  throw new LauncherError(`The Docker engine refused the image: ${answer.body.trim()}`);
}

/**
 * @param {string} directory
 * @param {readonly TarEntry[]} entries
 * @returns {Promise<{ digest: string, file: string }>}
 */
async function writeLayer(directory, entries) {
  const file = path.join(directory, `${randomUUID()}.tar`);
  const hash = createHash('sha256');
  const out = await fs.promises.open(file, 'w');
  for await (const chunk of tarStream(entries)) {
    hash.update(chunk);
    await out.write(chunk);
  }
  await out.close();
  return { digest: hash.digest('hex'), file };
}

/**
 * @param {ImageRecipe} recipe
 * @param {readonly { digest: string, file: string }[]} layers
 * @returns {TarEntry[]}
 */
function archive({ tag, entrypoint, command = [], env = [], user = '' }, layers) {
  const created = new Date().toISOString();
  const config = json({
    architecture: process.arch === 'x64' ? 'amd64' : process.arch,
    os: 'linux',
    created,
    config: { Entrypoint: entrypoint, Cmd: command, Env: env, User: user, WorkingDir: '/app' },
    rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => `sha256:${digest}`) },
    history: layers.map(() => ({ created, created_by: 'enginehouse' })),
  });
  const configName = `${createHash('sha256').update(config).digest('hex')}.json`;
  const names = layers.map(({ digest }) => `${digest}/layer.tar`);
  return [
    { type: 'file', path: configName, content: config },
    ...layers.flatMap(
      ({ digest, file }) =>
        /** @type {TarEntry[]} */ ([
          { type: 'directory', path: digest },
          { type: 'file', path: `${digest}/layer.tar`, source: file },
        ]),
    ),
    { type: 'file', path: 'manifest.json', content: json([{ Config: configName, RepoTags: [tag], Layers: names }]) },
  ];
}

/** @param {unknown} value */
function json(value) {
  return Buffer.from(JSON.stringify(value));
}
