// @ts-check
import { LauncherError } from '../system/launcher-error.mjs';
import { waitUntil } from '../system/wait-until.mjs';
import { dataOf } from './api-client.mjs';

// No route yet, no instance ready, or one that is just being started again.
const NOT_YET = [404, 502, 503];
const ANSWERS_WITHIN = 90_000;

/**
 * Asks through the gateway until there is somebody to answer; then hands over the answer while it is streamed.
 *
 * @param {import('../index.d.mts').Stack} stack
 * @param {{ model: string, question: string }} wish
 * @returns {Promise<{ told: AsyncGenerator<string>, tokens: () => number }>}
 */
export async function ask({ gatewayUrl, adminToken }, { model, question }) {
  const body = JSON.stringify({
    model,
    messages: [{ role: 'user', content: question }],
    stream: true,
    stream_options: { include_usage: true },
  });
  const headers = { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' };
  const url = `${gatewayUrl}/v1/chat/completions`;
  const response = await waitUntil(
    async () => {
      const answer = await fetch(url, { method: 'POST', headers, body });
      if (!NOT_YET.includes(answer.status)) return answer;
      throw new Error(`${answer.status} ${await answer.text()}`);
    },
    { timeout: ANSWERS_WITHIN, interval: 100, what: `an answer from ${model} through the gateway` },
  );
  if (!response.ok || response.body === null) {
    throw new LauncherError(`The gateway answered ${response.status}: ${await response.text()}`);
  }
  const answer = { tokens: 0 };
  return { told: textsOf(response.body, answer), tokens: () => answer.tokens };
}

/** @param {ReadableStream<Uint8Array>} body @param {{ tokens: number }} answer */
async function* textsOf(body, answer) {
  for await (const chunk of dataOf(body)) {
    if (chunk.error) throw new LauncherError(`The answer broke off: ${chunk.error.message}`);
    const text = chunk.choices?.[0]?.delta?.content;
    if (text) yield String(text);
    answer.tokens = chunk.usage?.completion_tokens ?? answer.tokens;
  }
}
