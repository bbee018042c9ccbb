// @ts-check
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {{ at: string, folder: string, name: string, type: string, exports: Record<string, unknown>, deps: Record<string, string> }} Project
 */

/** Every workspace project below apps/ and libs/.
 * @param {string} root @returns {Project[]} */
export function loadProjects(root) {
  return ['apps', 'libs'].flatMap((group) => {
    const at = join(root, group);
    const names = existsSync(at) ? readdirSync(at) : [];
    return names
      .filter((name) => existsSync(join(at, name, 'package.json')))
      .map((name) => load(join(at, name), `${group}/${name}`));
  });
}

/** @param {string} at @param {string} folder @returns {Project} */
function load(at, folder) {
  const pkg = JSON.parse(readFileSync(join(at, 'package.json'), 'utf8'));
  const tag = (pkg.nx?.tags ?? []).find((/** @type {string} */ each) => each.startsWith('type:'));
  if (!tag) {
    throw new Error(`${folder}: nx.tags needs a type`);
  }
  const deps = { ...pkg.dependencies, ...pkg.devDependencies, ...pkg.optionalDependencies };
  return { at, folder, name: pkg.name, type: tag.slice('type:'.length), exports: pkg.exports ?? {}, deps };
}

/** @param {Project} project @returns {string[]} absolute paths of its TypeScript sources */
export function sourcesOf(project) {
  const src = join(project.at, 'src');
  if (!existsSync(src)) {
    return [];
  }
  return readdirSync(src, { recursive: true })
    .map((file) => join(src, String(file)))
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'));
}
