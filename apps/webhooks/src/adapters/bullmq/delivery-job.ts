import { deliveryAttempt, type DeliveryAttempt, type DeliveryState, type DeliveryView } from '@enginehouse/contracts';
import type { Job, JobType } from 'bullmq';
import type { Delivery } from '../../ports.js';

/** BullMQ's states, as deliveries know them. */
export const jobTypes: Readonly<Record<DeliveryState, JobType[]>> = {
  pending: ['waiting', 'active'],
  retrying: ['delayed'],
  delivered: ['completed'],
  dead: ['failed'],
};

/** A job as a delivery. The last attempt is what it returned, or what it left behind when it failed. */
export function viewOf(job: Job<Delivery>, state: DeliveryState): DeliveryView {
  const { log, position, type, subject } = job.data;
  const lastAttempt = attemptOf(job.returnvalue) ?? attemptOf(job.progress);
  return {
    id: job.id ?? '',
    log,
    position,
    type,
    subject,
    state,
    attempts: job.attemptsMade,
    createdAt: new Date(job.timestamp).toISOString(),
    nextAttemptAt: state === 'retrying' ? nextAttempt(job.delay, lastAttempt) : null,
    lastAttempt: lastAttempt ?? null,
  };
}

function attemptOf(value: unknown): DeliveryAttempt | undefined {
  const parsed = deliveryAttempt.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

/** BullMQ tells the delay and not the time; it counts from the end of the last attempt. */
function nextAttempt(delayMs: number, last: DeliveryAttempt | undefined): string | null {
  return last ? new Date(Date.parse(last.at) + last.durationMs + delayMs).toISOString() : null;
}
