// @ts-check
import { resolve } from 'node:path';
import { checkBoundaries } from './boundaries/check.mjs';

const { faults, files, projects } = checkBoundaries(resolve(import.meta.dirname, '..'));
console.log(faults.join('\n') || `boundaries hold: ${files} files in ${projects} projects`);
process.exitCode = faults.length > 0 ? 1 : 0;
