import type { BackendCommands } from '../application/backend-commands.js';
import { registerBackend } from '../domain/apply.decisions.js';
import { initialBackend, fold, type Backend } from '../domain/backend.js';
import { addVersion, deleteBackend, deprecateVersion, describeBackend } from '../domain/backend.decisions.js';
import { rollBack } from '../domain/roll-back.decisions.js';
import { definition, version } from '../testing/given.js';
import { header } from '../testing/in-memory-catalog.js';

/** The set of documents that made the backends `set-*-custom`. */
export const madeBySet = 'team-a';

type Decide = Parameters<BackendCommands['run']>[0]['decide'];

/** A log in which everything has happened, for the suites of the read models: many backends, then some of a set. */
export async function story(commands: BackendCommands): Promise<void> {
  for (let n = 0; n < 30; n += 1) await oneOfMany(commands, n);
  await ofASet(commands);
}

async function oneOfMany(commands: BackendCommands, n: number): Promise<void> {
  const name = n % 3 === 0 ? `Engine${n}-custom` : `engine${n}-custom`;
  const run = (decide: Decide, actor = 'user:ada', reason?: string) =>
    commands.run({ name, decide }, header(undefined, { actor, ...(reason === undefined ? {} : { reason }) }));
  await run((state) => registerBackend(state, { definition: definition(name, { icon: 'x' }), source: 'custom' }));
  await run((state) => describeBackend(state, { name, changes: { description: `Über ${n}`, icon: null } }));
  await run(
    (state) => addVersion(state, { name, version: version('1.10', { env: { B: '2', A: 'True' } }) }),
    'user:bob',
  );
  await run((state) => deprecateVersion(state, { name, version: 'v1', message: 'old' }), 'user:bob', 'no longer built');
  if (n % 3 === 0) await run((state) => deleteBackend(state, { name }), 'user:carol');
  if (n % 6 === 0) {
    await run((state) => registerBackend(state, { definition: definition(name), source: 'custom' }));
  }
}

async function ofASet(commands: BackendCommands): Promise<void> {
  const run = (name: string, decide: Decide) => commands.run({ name, decide }, header());
  const make = (name: string, applySet?: string) =>
    run(name, (state) => registerBackend(state, { definition: definition(name), source: 'custom', applySet }));
  const remove = (name: string) => run(name, (state) => deleteBackend(state, { name }));
  for (const name of ['set-A-custom', 'set-b-custom', 'set-c-custom', 'set-d-custom', 'set-e-custom']) {
    await make(name, madeBySet);
  }
  await run('set-b-custom', (state) =>
    describeBackend(state, { name: 'set-b-custom', changes: { description: 'changed' } }),
  );
  for (const name of ['set-c-custom', 'set-d-custom', 'set-e-custom']) await remove(name);
  await make('set-c-custom');
  await run('set-d-custom', restored('set-d-custom'));
  await make('set-f-custom', 'another');
  await offering(run, 'set-f-custom');
}

const on = (name: string, framework: string) =>
  version(name, { images: [{ framework, image_name: `registry.example/engine:${name}` }] });

/** Versions on two frameworks, newest last, and one that is not on offer any more. */
async function offering(run: (name: string, decide: Decide) => Promise<unknown>, name: string): Promise<void> {
  for (const added of [on('1.9', 'rocm'), on('1.10', 'rocm'), on('2.0', 'cpu'), on('0.1', 'musa')]) {
    await run(name, (state) => addVersion(state, { name, version: added }));
  }
  await run(name, (state) => deprecateVersion(state, { name, version: '0.1', message: '' }));
}

/** Back to how the set had made it. */
function restored(name: string): Decide {
  const state: Backend = fold([
    { type: 'BackendRegistered', data: { source: 'custom', definition: definition(name), applySet: madeBySet } },
  ]);
  const past = { revision: 1, state, shipped: initialBackend };
  return (now) => rollBack(now, { name, toRevision: 1, past, shipped: initialBackend });
}
