// @ts-check
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

/**
 * @typedef {object} Settings
 * @property {string} host
 * @property {number} port
 * @property {string} modelFile
 * @property {string} modelName as clients call it
 * @property {number} slots how many requests are answered at once
 * @property {number} contextSize tokens per request, question and answer together
 * @property {number} threads
 */

/**
 * The command line, with the flags that llama.cpp's own server has.
 *
 * @param {readonly string[]} args
 * @returns {Settings}
 */
export function readSettings(args) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      host: { type: 'string', default: '0.0.0.0' },
      port: { type: 'string', default: '8080' },
      model: { type: 'string' },
      alias: { type: 'string' },
      parallel: { type: 'string', default: '4' },
      'ctx-size': { type: 'string', default: '1024' },
      threads: { type: 'string', default: '1' },
    },
  });
  if (values.model === undefined)
    throw new Error('--model is missing: the path of a GGUF file, or of a folder with one');
  const modelFile = ggufIn(values.model);
  return {
    host: values.host,
    port: whole('port', values.port),
    modelFile,
    modelName: values.alias ?? path.basename(modelFile, '.gguf'),
    slots: whole('parallel', values.parallel),
    contextSize: whole('ctx-size', values['ctx-size']),
    threads: whole('threads', values.threads),
  };
}

/** @param {string} given */
function ggufIn(given) {
  if (!fs.existsSync(given)) throw new Error(`--model: ${given} does not exist`);
  if (fs.statSync(given).isFile()) return given;
  const name = fs.readdirSync(given).find((each) => each.endsWith('.gguf'));
  if (name === undefined) throw new Error(`--model: ${given} holds no .gguf file`);
  return path.join(given, name);
}

/** @param {string} flag @param {string} value */
function whole(flag, value) {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0) throw new Error(`--${flag}: "${value}" is not a whole number`);
  return number;
}
