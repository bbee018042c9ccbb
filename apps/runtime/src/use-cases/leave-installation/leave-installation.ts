import type { ContainerEngine } from '@enginehouse/container-engine';
import type { Logger } from '@enginehouse/service-kit';
import { ownLabels } from '../../domain/container-labels.js';
import type { Clock, ControlPlane } from '../../ports.js';
import { stopGraceSeconds } from '../supervise-instance/grace.js';

/** What leaving needs. */
export interface LeaveTools {
  readonly me: { readonly installation: string; readonly worker: string };
  readonly controlPlane: Pick<ControlPlane, 'state' | 'leave'>;
  readonly engine: ContainerEngine;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Removes everything this worker keeps on disk. */
  readonly forgetEverything: () => Promise<void>;
}

const connectMs = 10_000;
const stepMs = 100;

/**
 * Ends a worker's membership: the scheduler is told first, so that it moves what ran here; then the containers go, and
 * last the identity. Answers false, with nothing removed, where the scheduler could not be told.
 */
export async function leaveInstallation(tools: LeaveTools, reason: string): Promise<boolean> {
  await connected(tools);
  const answer = await tools.controlPlane.leave(reason);
  if (!answer.ok) {
    tools.logger.error({ code: answer.error.code }, `the worker stays: ${answer.error.detail}`);
    return false;
  }
  if (!(await removeContainers(tools))) {
    return false;
  }
  await tools.forgetEverything();
  tools.logger.info(tools.me, 'this worker has left');
  return true;
}

async function connected({ controlPlane, clock }: LeaveTools): Promise<void> {
  for (let waited = 0; waited < connectMs && !controlPlane.state().connected; waited += stepMs) {
    await clock.sleep(stepMs);
  }
}

async function removeContainers({ engine, me, logger }: LeaveTools): Promise<boolean> {
  const found = await engine.list({ labels: ownLabels(me) });
  if (!found.ok) {
    logger.error({ code: found.error.code }, `containers may be left: ${found.error.detail}`);
    return false;
  }
  for (const { id } of found.value) {
    await engine.stop(id, { graceSeconds: stopGraceSeconds });
    await engine.remove(id);
  }
  return true;
}
