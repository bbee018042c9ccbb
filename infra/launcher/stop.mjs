// @ts-check
/** `npm run stop`: ends what runs with a data directory, from another terminal or after a crash. */
import { readOptions } from './cli/options.mjs';
import { State } from './stack/state.mjs';
import { stopProcess } from './system/background-process.mjs';

// Longer than all the launcher's own patience together.
const GRACE = 90_000;

const { dataDir } = readOptions(process.argv.slice(2));
const state = new State(dataDir);
const { launcher } = state;
if (launcher) await stopProcess(launcher, { grace: GRACE });
const left = await new State(dataDir).endLeftovers();
console.log(launcher || left.length > 0 ? 'Stopped.' : `Nothing runs with the data in ${dataDir}.`);
