import { setTimeout as sleep } from 'node:timers/promises';
import { problemOf, ProblemError, workerView, type DrainView, type WorkerView } from '@enginehouse/contracts';
import { path } from '../../../command.js';
import { FailedError } from '../../../failed-error.js';
import { isAway, Outage } from '../../../http/reconnecting.js';
import type { Session } from '../../../session.js';

const pollMs = 500;

/** Shows how a drain goes on until nothing is left there. Fails where only what finds no place is left. */
export async function waitForDrain(session: Session, name: string, seconds: number): Promise<WorkerView> {
  const giveUpAt = session.io.now() + seconds * 1000;
  const outage = new Outage((text) => session.note(text));
  let shown = '';
  for (;;) {
    const worker = await currentView(session, name, outage);
    const drain = worker && drainOf(worker);
    if (worker && drain?.state === 'drained') return worker;
    const line = drain ? progress(drain) : shown;
    if (line !== shown) session.note(line);
    shown = line;
    // What is stuck is stopped when the deadline is over.
    if (drain?.state === 'stuck' && drain.deadlineSeconds === null) throw new FailedError(stuck(name, drain));
    if (session.io.now() > giveUpAt) throw new FailedError(tooLong(name, seconds, drain));
    await sleep(pollMs, undefined, { signal: session.io.signal });
  }
}

/** The drain; fails where it has ended otherwise. */
function drainOf({ name, drain, state, reason }: WorkerView): DrainView {
  if (drain) return drain;
  const detail = state === 'left' ? `${name} has left: ${reason}` : `${name} was opened again, which ends its drain`;
  throw new FailedError(problemOf('worker-not-empty', detail, { hint: `enginehouse worker get ${name}` }));
}

/** The worker now; undefined while the server does not answer. */
async function currentView(session: Session, name: string, outage: Outage): Promise<WorkerView | undefined> {
  try {
    const { value } = await session.api.typed(workerView, 'GET', path`/v1/workers/${name}`);
    outage.over();
    return value;
  } catch (error) {
    if (session.io.signal.aborted || !isAway(error)) throw error;
    outage.noticed();
    return undefined;
  }
}

const progress = ({ moved, total, moving, stuck: staying }: DrainView): string => {
  const lines = [...moving, ...staying].map(({ instance, reason }) => `  ${instance}: ${reason}`);
  return [`${moved} of ${total} moved`, ...lines].join('\n');
};

function stuck(name: string, drain: DrainView) {
  const lines = drain.stuck.map(({ instance, reason }) => `${instance}: ${reason}`);
  return problemOf('worker-not-empty', `what is left on ${name} finds no place elsewhere:\n${lines.join('\n')}`, {
    hint: `Make room, or stop it: enginehouse worker drain ${name} --force. The drain goes on as soon as there is room.`,
    extra: { drain },
  });
}

function tooLong(name: string, seconds: number, drain: DrainView | undefined) {
  if (!drain) {
    throw new ProblemError(problemOf('unavailable', `the server did not answer, so nobody knows how ${name} is`));
  }
  return problemOf(
    'worker-not-empty',
    `${name} is not empty after ${seconds} s: ${drain.left} of ${drain.total} left`,
    {
      hint: `It goes on unwatched. See how it is doing: enginehouse worker get ${name}`,
      extra: { drain },
    },
  );
}
