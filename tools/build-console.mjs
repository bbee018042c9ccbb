// @ts-check
/** The last step of `npm run build`: the console's files, where something that they are made of has changed. */
import { resolve } from 'node:path';
import { buildConsole } from '../infra/launcher/checkout/console.mjs';

try {
  const built = await buildConsole(resolve(import.meta.dirname, '..'));
  console.log(built ? 'console built' : 'console up to date');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
