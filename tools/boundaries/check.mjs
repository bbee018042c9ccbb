// @ts-check
import { readFileSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { parseSync } from 'vite';
import { loadProjects, sourcesOf } from './projects.mjs';
import { adaptersOnly, impureBuiltins, layers, mayImport, onlyPackages, testsMayAlsoImport } from './rules.mjs';

/** @typedef {import('./projects.mjs').Project} Project */
/** @typedef {{ root: string, file: string, path: string, project: Project, isTest: boolean, byName: Map<string, Project> }} Place */

/** Every import that breaks a rule, as `file: 'import' why`.
 * @param {string} root @returns {{ faults: string[], files: number, projects: number }} */
export function checkBoundaries(root) {
  const projects = loadProjects(root);
  const byName = new Map(projects.map((project) => [project.name, project]));
  const places = projects.flatMap((project) => sourcesOf(project).map((file) => placeOf(root, file, project, byName)));
  const faults = places.flatMap((place) =>
    importsOf(place.file).flatMap((spec) => {
      const fault = faultOf(spec, place);
      return fault ? [`${place.path}: '${spec}' ${fault}`] : [];
    }),
  );
  if (places.length === 0) {
    faults.push('nothing was scanned: the check itself is broken');
  }
  return { faults, files: places.length, projects: projects.length };
}

/** @param {string} root @param {string} file @param {Project} project @param {Map<string, Project>} byName @returns {Place} */
function placeOf(root, file, project, byName) {
  const path = relative(root, file).split(sep).join('/');
  const isTest = /\.spec\.tsx?$|\.contract\.ts$|global-setup\.ts$|\/(testing|test-support)\/|^apps\/e2e\//.test(path);
  return { root, file, path, project, isTest, byName };
}

/** @param {string} file @returns {string[]} static and dynamic imports, re-exports included */
function importsOf(file) {
  const { module } = parseSync(file, readFileSync(file, 'utf8'));
  const text = readFileSync(file, 'utf8');
  const reexports = module.staticExports.flatMap((statement) =>
    statement.entries.map((entry) => entry.moduleRequest?.value),
  );
  const dynamic = module.dynamicImports.map(({ moduleRequest: at }) =>
    text.slice(at.start, at.end).replace(/^['"`]|['"`]$/g, ''),
  );
  const all = [...module.staticImports.map((statement) => statement.moduleRequest.value), ...reexports, ...dynamic];
  return [...new Set(all.filter((spec) => spec !== undefined))];
}

/** @param {string} spec @param {Place} place @returns {string | undefined} */
function faultOf(spec, place) {
  return layerFault(spec, place) ?? (spec.startsWith('.') ? escapeFault(spec, place) : outerFault(spec, place));
}

/** @param {string} spec @param {Place} place */
function layerFault(spec, { path, isTest }) {
  const layer = isTest ? undefined : layers.find((each) => each.folder.test(path) && each.forbidden.test(spec));
  return layer && `is not for this folder: ${layer.why}`;
}

/** @param {string} spec @param {Place} place */
function escapeFault(spec, { file, project }) {
  return resolve(dirname(file), spec).startsWith(project.at + sep) ? undefined : 'leaves its project';
}

/** @param {string} spec @param {Place} place */
function outerFault(spec, place) {
  if (spec.startsWith('node:')) {
    const pure = place.project.type in onlyPackages && !place.isTest;
    return pure && impureBuiltins.test(spec) ? 'is I/O, and this library is pure' : undefined;
  }
  const name = spec.split('/', spec.startsWith('@') ? 2 : 1).join('/');
  const target = place.byName.get(name);
  return target ? projectFault(spec, name, target, place) : packageFault(name, place);
}

/** @param {string} spec @param {string} name @param {Project} target @param {Place} place */
function projectFault(spec, name, target, { project, isTest }) {
  if (!(`.${spec.slice(name.length)}` in target.exports)) {
    return 'is a deep import; import what its package exports';
  }
  if (!(name in project.deps)) {
    return 'is not declared in package.json';
  }
  const allowed = [...(mayImport[project.type] ?? []), ...(isTest ? testsMayAlsoImport : [])];
  return allowed.includes(target.type) ? undefined : `is of type ${target.type}, which ${project.type} may not import`;
}

/** @param {string} name @param {Place} place */
function packageFault(name, { path, project, isTest }) {
  const only = onlyPackages[project.type];
  if (only && !isTest && !only.includes(name)) {
    return `is a package that ${project.type} may not use`;
  }
  const places = adaptersOnly[name];
  const outside = places && !isTest && !places.some((each) => each.test(path));
  return outside ? 'stays behind a port: only its adapter imports it' : undefined;
}
