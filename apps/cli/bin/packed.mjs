// @ts-check
import { statSync } from 'node:fs';

const packed = '../dist/packed/bin/enginehouse.mjs';

/** What the compiler writes last for each project that the command line is made of; not there once it is shipped. */
const compiled = [
  '..',
  ...['backend-spec', 'client', 'contracts', 'market-index', 'signatures'].map((lib) => `../../../libs/${lib}`),
].map((project) => `${project}/tsconfig.tsbuildinfo`);

/** @param {string} file @returns {number} when it was written, in milliseconds; 0 where there is none */
function written(file) {
  return statSync(new URL(file, import.meta.url), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/**
 * The packed program where it is no older than what it was packed from, else `otherwise`.
 * @template T
 * @param {T} otherwise
 */
export function packedOr(otherwise) {
  const at = written(packed);
  return at > 0 && compiled.every((file) => written(file) <= at) ? packed : otherwise;
}
