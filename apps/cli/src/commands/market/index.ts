import type { Register } from '../../command.js';
import { marketDiff } from './entry/diff.js';
import { marketDisable } from './entry/disable.js';
import { marketEnable } from './entry/enable.js';
import { marketList } from './entry/list.js';
import { marketPolicy } from './entry/policy.js';
import { marketShow } from './entry/show.js';
import { marketUpdate } from './entry/update.js';
import { marketKeygen } from './keygen.js';
import { marketSign } from './sign.js';
import { marketSources } from './source/index.js';
import { marketSyncReport } from './sync/sync-report.js';
import { marketVerify } from './verify.js';

const registers = [
  marketSources,
  marketList,
  marketShow,
  marketEnable,
  marketDisable,
  marketDiff,
  marketUpdate,
  marketPolicy,
  marketSyncReport,
  marketKeygen,
  marketSign,
  marketVerify,
] as const;

/** `enginehouse market ...` */
export const marketCommands: Register = (parent, run) => {
  const group = parent
    .command('market')
    .description('Community backends: their sources, their entries, their signatures');
  for (const register of registers) register(group, run);
};
