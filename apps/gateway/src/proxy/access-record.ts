import type { Logger } from '@enginehouse/service-kit';
import { Counter, Gauge, Histogram } from 'prom-client';

/** One word for how a request ended; only `complete` means that the client got all of an engine's answer. */
export type Ending = 'complete' | 'refused' | 'no-answer' | 'broken-off' | 'client-gone' | 'failed';

/** What is known of a request when it is over. */
export interface AccessRecord {
  readonly ending: Ending;
  readonly status: number;
  readonly path: string;
  readonly requestId: string;
  readonly key?: string;
  readonly model?: string;
  readonly deployment?: string;
  readonly instance?: string;
  readonly attempts?: number;
  readonly milliseconds: number;
  readonly firstByteMs?: number;
}

const requests = new Counter({
  name: 'enginehouse_gateway_requests_total',
  help: 'Requests that are over, by deployment, status and ending',
  labelNames: ['deployment', 'status', 'ending'],
});
const underWay = new Gauge({
  name: 'enginehouse_gateway_requests_outstanding',
  help: 'Requests under way, by deployment',
  labelNames: ['deployment'],
});
const firstByteSeconds = new Histogram({
  name: 'enginehouse_gateway_first_byte_seconds',
  help: 'Time from a request to the first byte of its answer, by deployment',
  labelNames: ['deployment'],
  buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120],
});

/** Counts a request as under way; the returned function ends that. */
export function countUnderWay(deployment: string): () => void {
  underWay.inc({ deployment });
  return () => underWay.dec({ deployment });
}

/** A logger for access records. They have no field that could hold a secret, and looking for one in each costs as much as the proxying. */
export const accessLogger = (logger: Logger): Logger => logger.child({}, { redact: [] });

/** Writes the access log line of a request and counts it. Model names come from clients and are no label. */
export function recordAccess(logger: Logger, record: AccessRecord): void {
  const { deployment = '', status, ending, firstByteMs } = record;
  requests.inc({ deployment, status: String(status), ending });
  if (firstByteMs !== undefined) {
    firstByteSeconds.observe({ deployment }, firstByteMs / 1000);
  }
  logger.info(record, 'request');
}
