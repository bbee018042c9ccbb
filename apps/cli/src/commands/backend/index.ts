import type { Register } from '../../command.js';
import { backendApply } from './apply.js';
import { backendDelete } from './delete.js';
import { backendGet } from './get.js';
import { backendHistory } from './history.js';
import { backendList } from './list.js';

/** `enginehouse backend ...` */
export const backendCommands: Register = (parent, run) => {
  const group = parent.command('backend').alias('backends').description('Inference backends and their versions');
  for (const register of [backendList, backendGet, backendApply, backendDelete, backendHistory]) register(group, run);
};
