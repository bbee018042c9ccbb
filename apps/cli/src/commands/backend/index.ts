import type { Register } from '../../command.js';
import { backendApply } from '../apply/index.js';
import { backendCheckUpdates } from './check-updates.js';
import { backendDelete } from './delete.js';
import { backendDiff } from './diff.js';
import { backendGet } from './get.js';
import { backendHistory } from './history.js';
import { backendList } from './list.js';
import { backendRollback } from './rollback.js';
import { backendSetDefault } from './set-default.js';
import { backendVersions } from './version/index.js';

/** `enginehouse backend ...` */
export const backendCommands: Register = (parent, run) => {
  const group = parent.command('backend').alias('backends').description('Inference backends and their versions');
  const registers = [
    backendList,
    backendGet,
    backendApply,
    backendDelete,
    backendVersions,
    backendSetDefault,
    backendHistory,
    backendDiff,
    backendRollback,
    backendCheckUpdates,
  ];
  for (const register of registers) register(group, run);
};
