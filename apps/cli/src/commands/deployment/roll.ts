import { problemOf, ProblemError, rollPlan, type DeploymentView, type RollPlan } from '@enginehouse/contracts';
import { Option } from 'commander';
import {
  asksFirst,
  changeHeaders,
  changesRevision,
  examples,
  path,
  type ChangeOptions,
  type Register,
} from '../../command.js';
import { confirm } from '../../confirm.js';
import { FailedError } from '../../failed-error.js';
import { durationSeconds, wholeNumber } from '../../parse-options.js';
import type { Session } from '../../session.js';
import { UsageError } from '../../usage-error.js';
import { rollPlanText } from './roll-text.js';
import { addWaitOptions, waitAfter, type Goal, type WaitOptions } from './wait.js';

interface Options extends ChangeOptions, WaitOptions {
  readonly to?: number;
  readonly version?: string;
  readonly mode?: 'surge' | 'in-place';
  readonly deadline?: number;
  readonly plan?: boolean;
  readonly cancel?: boolean;
  readonly yes?: boolean;
}

export const deploymentRoll: Register = (parent, run) => {
  const command = parent
    .command('roll')
    .description('Roll a deployment to another revision or version of its backend; shows the plan first and asks')
    .argument('<name>', 'its name')
    .option('--to <revision>', "a revision of its backend (default: the backend's newest)", wholeNumber(1))
    .option('--version <name>', 'a version of its backend (default: as it chose so far)')
    .addOption(
      new Option('--mode <mode>', 'only this way (default: surge where there is room)').choices(['surge', 'in-place']),
    )
    .option('--deadline <duration>', 'how long a new replica may take to be ready (default: learned)', durationSeconds)
    .option('--plan', 'only show what it would do')
    .option('--cancel', 'undo the roll that is under way');
  addWaitOptions(asksFirst(changesRevision(command)))
    .addHelpText(
      'after',
      '\nWhere a new replica fails or is not ready in time, all is undone by itself: with --wait that is exit status 1.\n' +
        examples(
          'enginehouse deployment roll tiny --plan',
          'enginehouse deployment roll tiny --wait --reason "the new default"',
          'enginehouse deployment roll tiny --to 37 --yes',
          'enginehouse deployment roll tiny --version 0.30.0',
          'enginehouse deployment roll tiny --cancel',
        ),
    )
    .action(run(roll));
};

async function roll(session: Session, options: Options, name: string): Promise<void> {
  if (options.cancel) return cancel(session, options, name);
  const { raw, value: plan } = await session.api.typed(rollPlan, 'POST', path`/v1/deployments/${name}/roll/plan`, {
    body: wishOf(options),
  });
  if (options.plan || plan.outcome === 'nothing') {
    session.show(raw, () => (plan.outcome === 'nothing' ? `${plan.text}\n` : rollPlanText(plan, session.paint)));
    if (plan.outcome === 'refused') throw refusalOf(plan);
    return;
  }
  if (!session.json) session.note(rollPlanText(plan, session.paintNote).trimEnd());
  if (plan.outcome === 'refused') throw refusalOf(plan);
  await confirm(session.io, `Roll ${name} to revision ${plan.to.revision}?`, options.yes);
  await start(session, options, plan);
}

function wishOf({ to, version, mode, deadline }: Options) {
  return { to, version, mode, readyWithinSeconds: deadline };
}

/** What was shown is what happens, or it is refused. */
async function start(session: Session, options: Options, plan: RollPlan): Promise<void> {
  const { deployment: name, outcome } = plan;
  const mode = outcome === 'surge' || outcome === 'in-place' ? outcome : undefined;
  const answer = await session.api.json('POST', path`/v1/deployments/${name}/roll`, {
    body: { ...wishOf(options), to: plan.to.revision, mode },
    headers: changeHeaders({ ...options, ifMatch: options.ifMatch ?? String(plan.deploymentRevision) }),
  });
  const text = `deployment ${name} is rolled to revision ${plan.to.revision}\n`;
  await waitAfter(session, options, { name, answer, text, goal: rolled });
}

async function cancel(session: Session, options: Options, name: string): Promise<void> {
  if (options.to !== undefined || options.version !== undefined || options.plan) {
    throw new UsageError('--cancel undoes a roll: it goes with no other.', 'Leave --to, --version and --plan out.');
  }
  const answer = await session.api.json('POST', path`/v1/deployments/${name}/roll/cancel`, {
    headers: changeHeaders(options),
  });
  await waitAfter(session, options, { name, answer, text: `the roll of ${name} is undone\n` });
}

const refusalOf = ({ problem, text }: RollPlan): ProblemError =>
  new ProblemError(problem ?? problemOf('roll-blocked', text));

const rolled: Goal = {
  isReached: (view) => {
    const { roll: last } = view;
    if (last?.state === 'reverted' || last?.state === 'returning') throw new FailedError(undone(view));
    return last?.state === 'rolled';
  },
  progress: ({ roll: last }) => ({ state: 'being rolled', reason: last?.reason ?? '' }),
  done: (view) =>
    `${view.name} runs revision ${view.backendRevision}: ${view.readyReplicas} of ${view.replicas} ready\n`,
};

function undone({ name, roll: last }: DeploymentView) {
  const lines = last?.failure?.lastLogLines ?? [];
  const log = lines.length > 0 ? `\nThe last log lines:\n${lines.join('\n')}` : '';
  return problemOf('instance-not-ready', `${name} was not rolled; ${last?.reason ?? ''}${log}`, {
    hint: `It runs revision ${last?.from.revision} as before. What happened: enginehouse deployment history ${name}`,
    extra: { roll: last },
  });
}
