import { isSealed, isSecretName, secretMask } from '@enginehouse/contracts';
import { splitCommand } from '../command/split-command.js';
import type { Environment } from './environment.js';

/**
 * What is shown in place of a secret: one mask for each word, with the blanks around them, so that a command which uses
 * the secret outside quotes falls into as many arguments as it really will. Empty stays empty. Masking twice changes nothing.
 */
export function maskSecret(value: string): string {
  if (isSealed(value)) return secretMask;
  const words = splitCommand(value);
  if (!words.ok) return secretMask;
  const before = /^\s/.test(value) ? ' ' : '';
  const after = words.value.length > 0 && /\s$/.test(value) ? ' ' : '';
  return before + words.value.map(() => secretMask).join(' ') + after;
}

/** Whether a variable's value must not be shown: its name says so, or it is sealed. */
export const isSecretVariable = (name: string, value: string): boolean => isSecretName(name) || isSealed(value);

/** The variables with every secret masked. */
export const maskSecrets = (env: Environment): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).map(([name, value]) => [name, isSecretVariable(name, value) ? maskSecret(value) : value]),
  );
