import { request } from 'node:http';
import type { ProbeAnswer } from '../../domain/probe-policy.js';
import type { HealthProbe } from '../../ports.js';

/** Asks over a new connection each time: a kept one would answer for the container before. Any 2xx status is good. */
export const httpHealthProbe: HealthProbe = {
  ask: (url, { timeoutMs, signal }) =>
    new Promise((resolve) => {
      const deadline = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
      const asked = request(url, { agent: false, signal: deadline }, (response) => {
        const status = response.statusCode ?? 0;
        response.destroy();
        resolve({ good: status >= 200 && status < 300, text: String(status) });
      });
      asked.once('error', (error) => resolve(bad(inWords(error, deadline.aborted, timeoutMs))));
      asked.end();
    }),
};

const bad = (text: string): ProbeAnswer => ({ good: false, text });

function inWords(error: Error, late: boolean, timeoutMs: number): string {
  const code = 'code' in error ? String(error.code) : '';
  if (late) {
    return `no answer within ${timeoutMs} ms`;
  }
  // Behind a published port it is the engine's proxy that accepts and then resets: nobody listens in the container yet.
  if (code === 'ECONNREFUSED' || code === 'ECONNRESET') {
    return 'connection refused';
  }
  return code.startsWith('HPE_') ? 'not an HTTP answer' : code || error.message;
}
