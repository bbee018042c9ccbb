import type { ApplyPlan } from '@enginehouse/contracts';
import { examples, type Register } from '../../command.js';
import { readDocuments } from '../../documents.js';
import { Exit } from '../../exit.js';
import { applyExitCodes } from '../../exit-codes.js';
import type { Session } from '../../session.js';
import { makePlan } from './make-plan.js';
import { planned, type PlanOptions } from './options.js';
import { planText } from './plan-text.js';

const exitStatus = `
Exit status:
  0    nothing would change
  1    something is wrong, or a document is refused
  2    something would change
`;

/** `enginehouse plan` */
export const planCommand: Register = (parent, run) => {
  planned(parent.command('plan').description('Show what applying documents would change, and for which deployments'))
    .addHelpText(
      'after',
      examples(
        'enginehouse plan -f backends/',
        'enginehouse plan -f backends/ --set team-a --prune',
        'kustomize build . | enginehouse plan -f - --json',
      ) + exitStatus,
    )
    .action(run(plan));
};

async function plan(session: Session, options: PlanOptions): Promise<void> {
  showPlan(session, await makePlan(session.api, await readDocuments(session.io, options.file), options));
}

/** Prints a plan as the result, and ends with the status that says what it comes to. */
export function showPlan(session: Session, made: ApplyPlan): void {
  session.show(made, () => planText(made, session.paint));
  if (made.summary.refused > 0) throw new Exit(applyExitCodes.wrong);
  if (changesSomething(made)) throw new Exit(applyExitCodes.changes);
}

export const changesSomething = ({ summary }: ApplyPlan): boolean =>
  summary.create + summary.change + summary.delete > 0;
