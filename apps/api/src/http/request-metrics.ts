import { Histogram } from 'prom-client';

/** Time from a request's arrival to the end of its answer, by operation and status. */
export const requestSeconds = new Histogram({
  name: 'enginehouse_api_request_seconds',
  help: 'Time from a request to the end of its answer',
  labelNames: ['operation', 'status'],
  buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
});
