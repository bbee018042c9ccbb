import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { deploymentView, problemOf, type DeploymentView } from '@enginehouse/contracts';
import { path } from '../../command.js';
import { FailedError } from '../../failed-error.js';
import { deadline } from '../../http/deadline.js';
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
}

/** Shows what a change answered and, where that was asked for, what comes of it. */
export async function waitAfter(session: Session, options: WaitOptions, change: Change): Promise<void> {
  if (!options.wait) {
    session.show(change.answer, () => change.text);
    return;
  }
  session.note(change.text.trimEnd());
  const view = await waitUntilReady(session, change, options.waitTimeout ?? defaultTimeoutSeconds);
  session.show(view, () => `${view.name} is ready: ${view.readyReplicas} of ${view.replicas} replicas\n`);
}

async function waitUntilReady(session: Session, { name, answer }: Change, seconds: number): Promise<DeploymentView> {
  const steps = deadline(session.io.signal);
  const shown = followSteps(session, { name, after: revisionOf(answer), signal: steps.signal });
  try {
    return await settled(session, name, seconds);
  } finally {
    // The last step may still be on its way to us.
    await Promise.race([shown, sleep(300)]);
    steps.abort();
    steps.release();
    await shown;
  }
}

/** Ready and failed end the waiting; stopped does too, since somebody else wanted it. */
async function settled(session: Session, name: string, seconds: number): Promise<DeploymentView> {
  const deadline = session.io.now() + seconds * 1000;
  for (;;) {
    const { value } = await session.api.typed(deploymentView, 'GET', path`/v1/deployments/${name}`);
    if (value.status === 'ready' || value.replicas === 0) return value;
    if (value.status === 'failed' || value.status === 'stopped') throw new FailedError(notReady(value));
    if (session.io.now() > deadline) throw new FailedError(tooLong(value, seconds));
    await sleep(pollMs, undefined, { signal: session.io.signal });
  }
}

function notReady({ name, status, reason, instances }: DeploymentView) {
  const lines = instances.flatMap((instance) => instance.lastLogLines).slice(-20);
  const log = lines.length > 0 ? `\nThe last log lines:\n${lines.join('\n')}` : '';
  return problemOf('instance-not-ready', `${name} is ${status}: ${reason}${log}`, {
    hint: `enginehouse deployment explain ${name}`,
    extra: { status, lastLogLines: lines },
  });
}

const tooLong = ({ name, status, reason }: DeploymentView, seconds: number) =>
  problemOf('instance-not-ready', `${name} is still ${status} after ${seconds} s: ${reason}`, {
    hint: `It goes on unwatched. See how it is doing: enginehouse deployment get ${name}`,
  });

function revisionOf(answer: unknown): number {
  const { revision } = answer as { revision?: unknown };
  return typeof revision === 'number' ? revision : 1;
}
