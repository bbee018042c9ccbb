import type { Register } from '../../command.js';
import { deploymentDelete } from './delete.js';
import { deploymentExplain } from './explain.js';
import { deploymentGet } from './get.js';
import { deploymentHistory } from './history.js';
import { deploymentList } from './list.js';
import { deploymentRoll } from './roll.js';
import { deploymentScale } from './scale.js';
import { deploymentStart } from './start.js';
import { deploymentStop } from './stop.js';

const registers = [
  deploymentList,
  deploymentGet,
  deploymentHistory,
  deploymentScale,
  deploymentRoll,
  deploymentStop,
  deploymentStart,
  deploymentDelete,
  deploymentExplain,
];

/** `enginehouse deployment ...` */
export const deploymentCommands: Register = (parent, run) => {
  const group = parent.command('deployment').alias('deployments').description('Models that are deployed');
  for (const register of registers) register(group, run);
};
