import { readFile } from 'node:fs/promises';
import type { BackendDefinition } from '@enginehouse/contracts';
import { importBackendYaml } from '@enginehouse/backend-spec';

// Found from src as well as from dist: the file itself is not compiled.
const file = new URL('../../src/builtin/backends.yaml', import.meta.url);

/** The built-in backends of this release. */
export const loadBuiltIns = async (): Promise<readonly BackendDefinition[]> =>
  parseBuiltIns(await readFile(file, 'utf8'));

/**
 * Reads built-in backends, one YAML document each.
 *
 * @throws Error where a document is not valid: that is a mistake in this program, not of its user
 */
export function parseBuiltIns(text: string): readonly BackendDefinition[] {
  return text.split(/^---$/m).map((document) => {
    const read = importBackendYaml(document, 'built_in');
    if (read.ok) return read.value;
    throw new Error(`a built-in backend is not valid: ${JSON.stringify(read.error)}`);
  });
}
