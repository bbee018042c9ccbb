// @ts-check
import fs from 'node:fs';
import path from 'node:path';
import { ensureDemoEngineImage, installDemoEngine } from '../images/demo-engine.mjs';

const GENERATOR = new URL('../../engine/', import.meta.url);

/**
 * The engine's packages and its model are made while the stack starts; its image follows when Docker is there.
 *
 * @param {{ progress: import('../cli/progress.mjs').Progress }} context
 */
export function prepareEngine({ progress }) {
  const installed = install(progress);
  installed.catch(() => undefined); // told by finish
  return {
    /** @param {import('../index.d.mts').Stack} stack @returns {Promise<{ image: string, model: string }>} */
    finish: async ({ dockerHost, modelsDir, dataDir }) => {
      await installed;
      const model = await writeModel(path.join(modelsDir, 'demo.gguf'));
      const finished = progress.step('building the image of the demo engine');
      const scratchDir = path.join(dataDir, 'scratch');
      const { tag, made } = await ensureDemoEngineImage({ host: dockerHost, scratchDir });
      finished(made ? `Image ${tag} built from this machine's Node, without a registry` : `Image ${tag} is there`);
      return { image: tag, model };
    },
  };
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
