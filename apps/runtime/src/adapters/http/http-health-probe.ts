import { request } from 'node:http';
import { withDeadline } from '@enginehouse/service-kit';
import type { ProbeAnswer } from '../../domain/probe-policy.js';
import type { HealthProbe } from '../../ports.js';

/** Asks over a new connection each time: a kept one would answer for the container before. Any 2xx status is good. */
export const httpHealthProbe: HealthProbe = {
  ask: (url, { timeoutMs, signal }) =>
    withDeadline({ afterMs: timeoutMs, signal }, (deadline) => askOnce(url, deadline)).catch(() =>
      bad(`no answer within ${timeoutMs} ms`),
    ),
};

const askOnce = (url: string, signal: AbortSignal): Promise<ProbeAnswer> =>
  new Promise((resolve) => {
    const asked = request(url, { agent: false, signal }, (response) => {
      const status = response.statusCode ?? 0;
      response.destroy();
      resolve({ good: status >= 200 && status < 300, text: String(status) });
    });
    asked.once('error', (error) => resolve(bad(inWords(error))));
    asked.end();
  });

const bad = (text: string): ProbeAnswer => ({ good: false, text });

function inWords(error: Error): string {
  const code = 'code' in error ? String(error.code) : '';
  // Behind a published port it is the engine's proxy that accepts and then resets: nobody listens in the container yet.
  if (code === 'ECONNREFUSED' || code === 'ECONNRESET') {
    return 'connection refused';
  }
  return code.startsWith('HPE_') ? 'not an HTTP answer' : code || error.message;
}
