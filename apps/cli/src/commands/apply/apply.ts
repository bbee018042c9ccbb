import { ProblemError, problemOf, type ApplyPlan } from '@enginehouse/contracts';
import type { Command } from 'commander';
import { asksFirst, changesRevision, examples, type Register } from '../../command.js';
import { confirm } from '../../confirm.js';
import { readDocuments } from '../../documents.js';
import { Exit } from '../../exit.js';
import { applyExitCodes } from '../../exit-codes.js';
import { problemText } from '../../output/problem-text.js';
import type { Session } from '../../session.js';
import { UsageError } from '../../usage-error.js';
import { about } from './about.js';
import { carryOut } from './carry-out.js';
import { makePlan } from './make-plan.js';
import { planned, type ApplyOptions } from './options.js';
import { planText } from './plan-text.js';
import { changesSomething, showPlan } from './plan.js';

const exitStatus = `
Exit status:
  0    done, or there was nothing to do
  1    something is wrong, whatever it is
  2    with --detailed-exitcode: done, and something changed; with --dry-run: something would change
`;

/** `enginehouse apply` */
export const applyCommand: Register = (parent, run) => {
  asApply(parent.command('apply')).action(run(apply));
};

/** `enginehouse backend apply`, the same. */
export const backendApply: Register = (parent, run) => {
  asApply(parent.command('apply')).action(run(apply));
};

const asApply = (command: Command): Command =>
  asksFirst(
    changesRevision(
      planned(command.description('Register or change backends so that they are what documents say'))
        .option('--dry-run', 'only show the plan, as `plan` does')
        .option('--detailed-exitcode', 'exit with 2 where something changed'),
    ),
  ).addHelpText(
    'after',
    examples(
      'enginehouse apply -f backend.yaml',
      'enginehouse apply -f backends/ --set team-a --prune --yes --reason "release 12"',
      'enginehouse backend get MinerU -o yaml | sed s/info/debug/ | enginehouse apply -f -',
      'enginehouse apply -f backend.yaml --if-match 37',
    ) + exitStatus,
  );

async function apply(session: Session, options: ApplyOptions): Promise<void> {
  checkIfMatch(options, options.file.length);
  const documents = await readDocuments(session.io, options.file);
  checkIfMatch(options, documents.length);
  const plan = await makePlan(session.api, documents, options);
  if (options.dryRun) {
    showPlan(session, plan);
    return;
  }
  refuse(session, plan);
  if (!session.json && changesSomething(plan)) session.note(planText(plan, session.paintNote).trimEnd());
  await confirmDeletes(session, plan, options);
  await carryOut(session, { plan, documents, options });
  if (options.detailedExitcode && changesSomething(plan)) throw new Exit(applyExitCodes.changes);
}

function checkIfMatch({ ifMatch, prune }: ApplyOptions, count: number): void {
  if (ifMatch === undefined || (count === 1 && !prune)) return;
  throw new UsageError('--if-match is about one backend.', 'Apply its document alone, and without --prune.');
}

/** All or nothing: while one document is refused, the others are not applied either. */
function refuse(session: Session, { items }: ApplyPlan): void {
  const refused = items.flatMap((item) => (item.problem ? [about(item.source, item.problem)] : []));
  const [first, ...others] = refused;
  if (!first) return;
  if (others.length === 0) {
    if (items.length > 1 && !session.json) session.note('Nothing was applied.');
    throw new ProblemError(first);
  }
  if (!session.json) refused.forEach((problem) => session.note(problemText(problem, session.paintNote).trimEnd()));
  const detail = `${refused.length} of ${items.length} are refused. Nothing was applied.`;
  throw new ProblemError({ ...problemOf('invalid-input', detail), extra: { refused } });
}

const mostNamed = 10;

async function confirmDeletes({ io }: Session, { items }: ApplyPlan, { yes }: ApplyOptions): Promise<void> {
  const names = items.filter(({ action }) => action === 'delete').map(({ name }) => name);
  if (names.length === 0) return;
  const what = names.length === 1 ? 'backend' : `${names.length} backends:`;
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : '';
  await confirm(io, `Delete ${what} ${names.slice(0, mostNamed).join(', ')}${more}?`, yes);
}
