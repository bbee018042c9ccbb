import { drainPlan, type DrainPlan } from '@enginehouse/contracts';
import {
  asksFirst,
  changeHeaders,
  changesRevision,
  examples,
  path,
  type ChangeOptions,
  type Register,
} from '../../../command.js';
import { confirm } from '../../../confirm.js';
import { durationSeconds } from '../../../parse-options.js';
import type { Session } from '../../../session.js';
import { drainPlanText } from './drain-text.js';
import { waitForDrain } from './wait-for-drain.js';

interface Options extends ChangeOptions {
  readonly plan?: boolean;
  readonly force?: boolean;
  readonly deadline?: number;
  readonly yes?: boolean;
  readonly wait?: boolean;
  readonly timeout?: number;
}

const defaultTimeoutSeconds = 3600;

export const workerDrain: Register = (parent, run) => {
  const command = parent
    .command('drain')
    .description('Empty a worker: what runs there is replaced elsewhere before it stops; shows the plan first and asks')
    .argument('<name>', 'its name')
    .option('--plan', 'only show what it would do')
    .option('--force', 'stop what finds no place elsewhere; it waits in the queue')
    .option('--deadline <duration>', 'after this long, stop whatever is still there', durationSeconds)
    .option('--wait', 'show how it goes until nothing is left; exit status 1 where something has to stay')
    .option('--timeout <duration>', 'give up waiting after this long; it goes on (default: 1h)', durationSeconds);
  asksFirst(changesRevision(command))
    .addHelpText(
      'after',
      '\nThe worker takes nothing new from then on. To end a drain: enginehouse worker uncordon <name>\n' +
        examples(
          'enginehouse worker drain gpu-1 --plan',
          'enginehouse worker drain gpu-1 --wait --reason "new driver tonight"',
          'enginehouse worker drain gpu-1 --deadline 30m --yes',
          'enginehouse worker drain gpu-1 --force --yes',
        ),
    )
    .action(run(drain));
};

async function drain(session: Session, options: Options, name: string): Promise<void> {
  const { raw, value: plan } = await session.api.typed(drainPlan, 'POST', path`/v1/workers/${name}/drain/plan`, {
    body: wishOf(options),
  });
  const width = session.io.stdout.columns;
  if (options.plan) {
    session.show(raw, () => drainPlanText(plan, width));
    return;
  }
  if (!session.json) session.note(drainPlanText(plan, width).trimEnd());
  await confirm(session.io, question(plan), options.yes);
  const answer = await session.api.json('POST', path`/v1/workers/${name}/drain`, {
    body: wishOf(options),
    headers: changeHeaders({ ...options, ifMatch: options.ifMatch ?? String(plan.workerRevision) }),
  });
  if (!options.wait) {
    session.show(answer, () => `worker ${name} is being drained\n`);
    return;
  }
  session.note(`worker ${name} is being drained`);
  const worker = await waitForDrain(session, name, options.timeout ?? defaultTimeoutSeconds);
  session.show(worker, () => `worker ${name} is drained: nothing runs there\n`);
}

const wishOf = ({ force, deadline }: Options) => ({ force: force ?? false, deadlineSeconds: deadline });

function question({ worker, interrupted }: DrainPlan): string {
  const gap = interrupted.length > 0 ? ` Nobody serves ${interrupted.join(', ')} for a time.` : '';
  return `Drain worker ${worker}?${gap}`;
}
