import type { Register } from '../../../command.js';
import { sourceAdd } from './add.js';
import { sourceChange, sourcePause, sourceResume } from './change.js';
import { sourceGet } from './get.js';
import { sourceHistory } from './history.js';
import { sourceList } from './list.js';
import { sourceRemove } from './remove.js';
import { sourceSync } from './sync.js';
import { sourceDistrust, sourceTrust } from './trust.js';

const registers = [
  sourceAdd,
  sourceList,
  sourceGet,
  sourceChange,
  sourcePause,
  sourceResume,
  sourceSync,
  sourceHistory,
  sourceTrust,
  sourceDistrust,
  sourceRemove,
] as const;

/** `enginehouse market source ...` */
export const marketSources: Register = (parent, run) => {
  const group = parent.command('source').alias('sources').description('Where community backends come from');
  for (const register of registers) register(group, run);
};
