import type { Register } from '../../../command.js';
import { versionAdd } from './add.js';
import { versionChange } from './change.js';
import { versionDeprecate } from './deprecate.js';
import { versionList } from './list.js';
import { versionRemove } from './remove.js';
import { versionRestore } from './restore.js';

/** `enginehouse backend version ...` */
export const backendVersions: Register = (parent, run) => {
  const group = parent.command('version').alias('versions').description('The versions of a backend');
  const registers = [versionList, versionAdd, versionChange, versionDeprecate, versionRestore, versionRemove];
  for (const register of registers) register(group, run);
};
