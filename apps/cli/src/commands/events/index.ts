import type { Register } from '../../command.js';
import { eventsTail } from './tail.js';
import { logVerify } from './verify.js';

/** `enginehouse events ...` */
export const eventCommands: Register = (parent, run) => {
  eventsTail(parent.command('events').description('What happens, from the event logs'), run);
};

/** `enginehouse log ...` */
export const logCommands: Register = (parent, run) => {
  logVerify(parent.command('log').description('The event logs themselves'), run);
};
