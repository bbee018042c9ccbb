import type { Register } from '../../command.js';
import { importGpustack } from './gpustack/gpustack.js';

/** `enginehouse import ...` */
export const importCommands: Register = (parent, run) => {
  const group = parent.command('import').description('Take over what another system manages');
  importGpustack(group, run);
};
