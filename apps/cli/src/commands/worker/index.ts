import type { Register } from '../../command.js';
import { workerCordon, workerUncordon } from './cordon.js';
import { workerDrain } from './drain/drain.js';
import { workerGet } from './get.js';
import { workerList } from './list.js';
import { workerRemove } from './remove.js';

/** `enginehouse worker ...` */
export const workerCommands: Register = (parent, run) => {
  const group = parent.command('worker').alias('workers').description('Hosts that run containers');
  for (const register of [workerList, workerGet, workerCordon, workerUncordon, workerDrain, workerRemove])
    register(group, run);
};
