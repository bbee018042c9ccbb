import type { Register } from '../../command.js';
import { webhookAdd } from './add.js';
import { webhookChange, webhookPause, webhookResume } from './change.js';
import { webhookDeliveries } from './deliveries.js';
import { webhookGet } from './get.js';
import { webhookList } from './list.js';
import { webhookRedrive } from './redrive.js';
import { webhookRemove } from './remove.js';
import { webhookRotateSecret } from './rotate-secret.js';
import { webhookTest } from './test.js';

const registers = [
  webhookAdd,
  webhookList,
  webhookGet,
  webhookChange,
  webhookPause,
  webhookResume,
  webhookRotateSecret,
  webhookTest,
  webhookDeliveries,
  webhookRedrive,
  webhookRemove,
] as const;

/** `enginehouse webhook ...` */
export const webhookCommands: Register = (parent, run) => {
  const group = parent.command('webhook').alias('webhooks').description('Events sent to addresses of yours, signed');
  for (const register of registers) register(group, run);
};
