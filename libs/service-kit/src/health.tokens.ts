/** Injection token of the metrics bearer token (null: loopback only). */
export const METRICS_TOKEN = Symbol('METRICS_TOKEN');
