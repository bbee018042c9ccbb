import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { deploymentView, problemOf, ProblemError, type DeploymentView } from '@enginehouse/contracts';
import { path } from '../../command.js';
import { FailedError } from '../../failed-error.js';
import { deadline } from '../../http/deadline.js';
import { isAway, Outage } from '../../http/reconnecting.js';
import { durationSeconds } from '../../parse-options.js';
import type { Session } from '../../session.js';
import { followSteps } from './steps.js';

export interface WaitOptions {
  readonly wait?: boolean;
  readonly waitTimeout?: number;
}

const defaultTimeoutSeconds = 900;
const pollMs = 500;

/** Options of commands after which one may want to wait until all is ready. */
export function addWaitOptions(command: Command): Command {
  return command
    .option('--wait', 'show every step until it is ready; failing is exit status 1')
    .option('--wait-timeout <duration>', 'give up waiting after this long (default: 15m)', durationSeconds);
}

interface Change {
  readonly name: string;
  readonly answer: unknown;
  readonly text: string;
  /** What is waited for; left out, that it is ready. */
  readonly goal?: Goal;
}

/** What a deployment is waited for. */
export interface Goal {
  /** Whether it is reached. Throws where it cannot be any more. */
  isReached(view: DeploymentView): boolean;
  /** How it is while it is not reached. */
  progress(view: DeploymentView): Pick<Progress, 'state' | 'reason'>;
  done(view: DeploymentView): string;
}

/** Ready and failed end the waiting; stopped does too, since somebody else wanted it. */
const readiness: Goal = {
  isReached: (view) => {
    if (view.status === 'failed' || (view.status === 'stopped' && view.replicas > 0)) {
      throw new FailedError(notReady(view));
    }
    return view.status === 'ready' || view.replicas === 0;
  },
  progress: ({ status: state, reason }) => ({ state, reason }),
  done: (view) => `${view.name} is ready: ${view.readyReplicas} of ${view.replicas} replicas\n`,
};

/** Shows what a change answered and, where that was asked for, what comes of it. */
export async function waitAfter(session: Session, options: WaitOptions, change: Change): Promise<void> {
  if (!options.wait) {
    session.show(change.answer, () => change.text);
    return;
  }
  session.note(change.text.trimEnd());
  const view = await waitForGoal(session, change, options.waitTimeout ?? defaultTimeoutSeconds);
  session.show(view, () => (change.goal ?? readiness).done(view));
}

async function waitForGoal(session: Session, change: Change, seconds: number): Promise<DeploymentView> {
  const { name, answer, goal = readiness } = change;
  const steps = deadline(session.io.signal);
  const outage = new Outage((text) => session.note(text));
  const shown = followSteps(session, { name, after: revisionOf(answer), signal: steps.signal, outage });
  try {
    return await settled(session, { name, seconds, outage, goal });
  } finally {
    // The last step may still be on its way to us.
    await Promise.race([shown, sleep(300)]);
    steps.abort();
    steps.release();
    await shown;
  }
}

interface Waiting {
  readonly name: string;
  readonly seconds: number;
  readonly outage: Outage;
  readonly goal: Goal;
}

/** That the server is away does not end the waiting. */
async function settled(session: Session, { name, seconds, outage, goal }: Waiting): Promise<DeploymentView> {
  const giveUpAt = session.io.now() + seconds * 1000;
  for (;;) {
    const view = await currentView(session, { name, outage, withinMs: giveUpAt - session.io.now() });
    if (view !== undefined && goal.isReached(view)) return view;
    if (session.io.now() > giveUpAt) {
      throw view
        ? new FailedError(tooLong(view.name, { ...goal.progress(view), seconds }))
        : awayTooLong(name, seconds);
    }
    await sleep(pollMs, undefined, { signal: session.io.signal });
  }
}

interface Asking {
  readonly name: string;
  readonly outage: Outage;
  readonly withinMs: number;
}

const shortestAnswerMs = 1000;
const longestAnswerMs = 30_000;

/** The deployment now; undefined while the server does not answer. */
async function currentView(session: Session, { name, outage, withinMs }: Asking): Promise<DeploymentView | undefined> {
  const timeoutMs = Math.min(Math.max(withinMs, shortestAnswerMs), longestAnswerMs);
  try {
    const { value } = await session.api.typed(deploymentView, 'GET', path`/v1/deployments/${name}`, { timeoutMs });
    outage.over();
    return value;
  } catch (error) {
    if (session.io.signal.aborted || !isAway(error)) throw error;
    outage.noticed();
    return undefined;
  }
}

const goesOn = (name: string) => `It goes on unwatched. See how it is doing: enginehouse deployment get ${name}`;

const awayTooLong = (name: string, seconds: number) =>
  new ProblemError(
    problemOf(
      'unavailable',
      `the server did not answer to the end, so after ${seconds} s nobody knows how ${name} is`,
      {
        hint: goesOn(name),
      },
    ),
  );

function notReady({ name, status, reason, instances }: DeploymentView) {
  const lines = instances.flatMap((instance) => instance.lastLogLines).slice(-20);
  const log = lines.length > 0 ? `\nThe last log lines:\n${lines.join('\n')}` : '';
  return problemOf('instance-not-ready', `${name} is ${status}: ${reason}${log}`, {
    hint: `enginehouse deployment explain ${name}`,
    extra: { status, lastLogLines: lines },
  });
}

interface Progress {
  readonly state: string;
  readonly reason: string;
  readonly seconds: number;
}

const tooLong = (name: string, { state, reason, seconds }: Progress) =>
  problemOf('instance-not-ready', `${name} is still ${state} after ${seconds} s: ${reason}`, {
    hint: goesOn(name),
  });

function revisionOf(answer: unknown): number {
  const { revision } = answer as { revision?: unknown };
  return typeof revision === 'number' ? revision : 1;
}
