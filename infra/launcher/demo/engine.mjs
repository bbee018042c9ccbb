// @ts-check
import fs from 'node:fs';
import path from 'node:path';
import { modelsDir } from '../stack/services.mjs';
import { ensureDemoEngineImage, installDemoEngine } from '../images/demo-engine.mjs';

const GENERATOR = new URL('../../engine/', import.meta.url);

/**
 * Makes the engine's image and its model while the stack starts.
 *
 * @param {import('../cli/run.mjs').Alongside} context
 * @returns {Promise<{ image: string, model: string }>}
 */
export async function prepareEngine({ dataDir, dockerHost, progress }) {
  await install(progress);
  const model = await writeModel(path.join(modelsDir(dataDir), 'demo.gguf'));
  const host = await dockerHost;
  const done = progress.step('building the image of the demo engine');
  const { tag, made } = await ensureDemoEngineImage({ host, scratchDir: path.join(dataDir, 'scratch') });
  done(made ? `Image ${tag} built from this machine's Node, without a registry` : `Image ${tag} is there`);
  return { image: tag, model };
}

/** @param {import('../cli/progress.mjs').Progress} progress */
async function install(progress) {
  const done = progress.step('installing llama.cpp for the demo engine');
  await installDemoEngine();
  done('Demo engine installed (llama.cpp)');
}

/** @param {string} file */
async function writeModel(file) {
  const sources = ['make-model.mjs', 'model/corpus.mjs', 'model/vocabulary.mjs', 'model/weights.mjs', 'model/gguf.mjs'];
  const newest = Math.max(...sources.map((name) => fs.statSync(new URL(name, GENERATOR)).mtimeMs));
  if (fs.existsSync(file) && fs.statSync(file).mtimeMs >= newest) return file;
  const { makeModel } = await import('../../engine/make-model.mjs');
  makeModel(file);
  return file;
}
