export { readIndex, type ReadIndex, type ReadIndexOptions } from './read-index.js';
export type { IndexFile } from './index-files.js';
export { printIndex } from './print-index.js';
export { contentHashOf } from './content-hash.js';
export { indexFormat } from './index-format.js';
export { maxEntries, maxIndexSize } from './index-limits.js';
export { indexJsonSchema } from './index-schema.js';
