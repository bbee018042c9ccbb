import { drainPlan, nameList, type DrainPlan, type DrainStep } from '@enginehouse/contracts';
import { asksFirst, changeHeaders, changes, examples, path, type ChangeOptions, type Register } from '../../command.js';
import { confirmRemoval } from '../../confirm.js';
import type { Session } from '../../session.js';

interface Options extends ChangeOptions {
  readonly force?: boolean;
  readonly yes?: boolean;
}

export const workerRemove: Register = (parent, run) => {
  asksFirst(
    changes(
      parent
        .command('remove')
        .alias('rm')
        .description('Remove a worker; its name is free again')
        .argument('<name>', 'its name')
        .option(
          '--force',
          'also while instances run there: they are stopped, and placed again where another worker has room',
        ),
    ),
  )
    .addHelpText(
      'after',
      examples(
        'enginehouse worker drain gpu-1 --wait',
        'enginehouse worker remove gpu-1',
        'enginehouse worker remove gpu-1 --force --yes',
      ),
    )
    .action(run(remove));
};

async function remove(session: Session, { force, yes, reason }: Options, name: string): Promise<void> {
  const ends = force && !yes ? await endsWith(session, name) : '';
  await confirmRemoval(session.io, {
    question: `Remove worker ${name}?${ends}`,
    yes: yes,
    look: () => session.api.json('GET', path`/v1/workers/${name}`),
  });
  const answer = await session.api.json('DELETE', path`/v1/workers/${name}`, {
    query: { force: force ? 'true' : undefined },
    headers: changeHeaders({ reason }),
  });
  session.show(answer, () => `worker ${name} removed\n`);
}

/** What ends with the worker, in words; nothing where that cannot be found out: the removal itself is then refused or not. */
async function endsWith(session: Session, name: string): Promise<string> {
  const address = path`/v1/workers/${name}/drain/plan`;
  const plan = await session.api.typed(drainPlan, 'POST', address, { body: { force: true } }).catch(() => undefined);
  return plan ? ` ${wordsOf(plan.value)}`.trimEnd() : '';
}

function wordsOf({ steps, onlyHere }: DrainPlan): string {
  if (steps.length === 0) return '';
  const that = (wanted: DrainStep['outcome']) =>
    steps.filter(({ outcome }) => outcome === wanted).map(({ instance }) => instance);
  const [moves, stops] = [that('moves'), that('stops')];
  return [
    `Stopped at once: ${nameList(steps.map(({ instance }) => instance))}.`,
    moves.length > 0 ? `Started elsewhere then: ${nameList(moves)}.` : '',
    stops.length > 0 ? `No other worker can take ${nameList(stops)}.` : '',
    onlyHere.length > 0 ? `Nobody serves ${nameList(onlyHere)} meanwhile.` : '',
  ]
    .filter(Boolean)
    .join(' ');
}
