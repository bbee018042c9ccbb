import type { Register } from '../../command.js';
import { joinTokenCreate, joinTokenList, joinTokenRevoke } from './join-tokens.js';
import { tokenCreate } from './create.js';
import { tokenList } from './list.js';
import { tokenRevoke } from './revoke.js';

/** `enginehouse token ...` */
export const tokenCommands: Register = (parent, run) => {
  const group = parent.command('token').alias('tokens').description('Access tokens for the API and the gateway');
  for (const register of [tokenCreate, tokenList, tokenRevoke]) register(group, run);
};

/** `enginehouse join-token ...` */
export const joinTokenCommands: Register = (parent, run) => {
  const group = parent.command('join-token').alias('join-tokens').description('Tokens with which workers join');
  for (const register of [joinTokenCreate, joinTokenList, joinTokenRevoke]) register(group, run);
};
