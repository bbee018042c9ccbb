import type { Register } from '../../command.js';
import { instanceDelete } from './delete.js';
import { instanceExplain } from './explain.js';
import { instanceGet } from './get.js';
import { instanceList } from './list.js';
import { instanceLogs } from './logs.js';
import { instanceRetry } from './retry.js';
import { instanceTimeline } from './timeline.js';

/** `enginehouse instance ...` */
export const instanceCommands: Register = (parent, run) => {
  const group = parent.command('instance').alias('instances').description('Replicas of deployments');
  const registers = [
    instanceList,
    instanceGet,
    instanceLogs,
    instanceTimeline,
    instanceRetry,
    instanceDelete,
    instanceExplain,
  ];
  for (const register of registers) register(group, run);
};
