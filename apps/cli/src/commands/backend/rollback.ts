import { backendView } from '@enginehouse/contracts';
import { asksFirst, changesRevision, examples, path, type ChangeOptions, type Register } from '../../command.js';
import { sendChange } from '../../change.js';
import { confirm } from '../../confirm.js';
import { diffText } from '../../output/diff-text.js';
import { wholeNumber } from '../../parse-options.js';
import type { Session } from '../../session.js';
import { readDiff } from './diff.js';

interface Options extends ChangeOptions {
  readonly to: number;
  readonly yes?: boolean;
}

export const backendRollback: Register = (parent, run) => {
  asksFirst(
    changesRevision(
      parent
        .command('rollback')
        .description('Make a backend what it was at a revision, by a new one; also brings back a deleted one')
        .argument('<name>', 'its name')
        .requiredOption('--to <revision>', 'the revision to go back to', wholeNumber(1)),
    ),
  )
    .addHelpText(
      'after',
      '\nOf a built-in backend, what comes with Enginehouse stays as it is now; what users made of it goes back.\n' +
        examples('enginehouse backend rollback my-backend-custom --to 37 --reason "the new image does not start"'),
    )
    .action(run(rollback));
};

/** What is shown is what happens: the change is based on the revision that was compared. */
async function rollback(session: Session, options: Options, name: string): Promise<void> {
  const { to, yes } = options;
  const basis = yes ? undefined : await shown(session, name, to);
  await confirm(session.io, `Roll back ${name} to revision ${to}?`, yes);
  await sendChange(
    session,
    { ...options, ifMatch: options.ifMatch ?? basis },
    {
      method: 'POST',
      address: path`/v1/backends/${name}/rollback`,
      body: { toRevision: to },
      what: `backend ${name}`,
      did: `rolled back to revision ${to}`,
    },
  );
}

/** Shows what would change; the revision that the backend is at. */
async function shown(session: Session, name: string, to: number): Promise<string> {
  const { value: target } = await session.api.typed(backendView, 'GET', path`/v1/backends/${name}`, {
    query: { revision: to },
  });
  const { value: current } = await readDiff(session, name, { from: to });
  const { value: change } = await readDiff(session, name, { from: current.to, to });
  session.note(diffText(change.changes, session.paintNote).trimEnd() || `It is what it was at revision ${to}.`);
  if (target.source === 'built_in') session.note('What comes with Enginehouse stays as it is now.');
  return String(current.to);
}
