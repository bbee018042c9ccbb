import type { Register } from '../../command.js';
import { marketKeygen } from './keygen.js';
import { marketSign } from './sign.js';
import { marketVerify } from './verify.js';

const registers = [marketKeygen, marketSign, marketVerify] as const;

/** `enginehouse market ...` */
export const marketCommands: Register = (parent, run) => {
  const group = parent
    .command('market')
    .description('Community backends: their sources, their entries, their signatures');
  for (const register of registers) register(group, run);
};
