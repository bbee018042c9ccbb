import type { RequestHeader } from '@enginehouse/contracts';
import { newHeader, uuidv7 } from '@enginehouse/service-kit';
import { causedBy } from '../application/cause.js';
import type { DecisionLog } from '../application/decision-log.js';
import { createDeployment } from '../domain/deployment.decisions.js';
import { reportWorker } from '../domain/worker.decisions.js';
import { pinOf, reportOf, specOf } from './builders.js';

/** A request of somebody's, under a key of its own. */
export const aHeader = (idempotencyKey: string = uuidv7()): RequestHeader => newHeader('user:ada', { idempotencyKey });

/** Lets a worker join through a turn of the log. */
export const joined = (log: DecisionLog, ...report: Parameters<typeof reportOf>) =>
  log.run(causedBy(aHeader()), (state) => reportWorker(state, reportOf(...report)));

/** Creates a deployment through a turn of the log. */
export const created = (log: DecisionLog, more: Parameters<typeof specOf>[0] = {}, key?: string) =>
  log.run(causedBy(aHeader(key)), (state) => createDeployment(state, { spec: specOf(more), pin: pinOf(), grants: [] }));
