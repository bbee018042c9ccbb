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
        .option('--force', 'also while instances run there: they move elsewhere'),
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
  await confirmRemoval(session.io, {
    question: `Remove worker ${name}?`,
    yes: yes,
    look: () => session.api.json('GET', path`/v1/workers/${name}`),
  });
  const answer = await session.api.json('DELETE', path`/v1/workers/${name}`, {
    query: { force: force ? 'true' : undefined },
    headers: changeHeaders({ reason }),
  });
  session.show(answer, () => `worker ${name} removed\n`);
}
