import { readIndex, type IndexFile, type ReadIndex } from '../index.js';

/** A file of a source, from its text. */
export const file = (path: string, text: string): IndexFile => ({ path, bytes: new TextEncoder().encode(text) });

/** Reads a source of these files. */
export const reading = (...files: readonly IndexFile[]) => readIndex(files, { enginehouseVersion: '0.1.0' });

/** Reads a source of one file with this text. */
export const readingText = (text: string) => reading(file('index.yaml', text));

/** What was read, where something could be. */
export function readOf(result: ReturnType<typeof reading>): ReadIndex {
  if (result.ok) return result.value;
  throw new Error(`${result.error.code}: ${result.error.detail}`);
}

/** The least that a backend consists of, indented as an item of a list. */
export const backendItem = (name: string, more = ''): string =>
  `- backend_name: ${name}\n  version_configs:\n    v1: { image_name: 'a/b:1', custom_framework: cpu }\n${more}`;

/** The same as a document of its own. */
export const backendDocument = (name: string, more = ''): string =>
  `backend_name: ${name}\nversion_configs:\n  v1: { image_name: 'a/b:1', custom_framework: cpu }\n${more}`;

/** An entry of our own index; further fields are indented by two. */
export const ownEntry = (name: string, more = ''): string =>
  `- backend:\n    backend_name: ${name}\n    version_configs:\n      v1: { image_name: 'a/b:1', custom_framework: cpu }\n${more}`;
