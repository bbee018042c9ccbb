// @ts-check
import { LauncherError } from '../system/launcher-error.mjs';
import { waitUntil } from '../system/wait-until.mjs';
import { dataOf } from './api-client.mjs';

/**
 * One chat completion through the gateway, told while it is streamed.
 *
 * @param {import('../index.d.mts').Stack} stack
 * @param {{ model: string, question: string, onText: (text: string) => void }} wish
 * @returns {Promise<{ seconds: number, tokens: number }>}
 */
export async function ask({ gatewayUrl, adminToken }, { model, question, onText }) {
  const started = performance.now();
  const body = {
    model,
    messages: [{ role: 'user', content: question }],
    stream: true,
    stream_options: { include_usage: true },
  };
  // The route reaches the gateway a moment after the instance is ready.
  const response = await waitUntil(
    async () => {
      const answer = await post(`${gatewayUrl}/v1/chat/completions`, adminToken, body);
      return [404, 503].includes(answer.status) ? undefined : answer;
    },
    { timeout: 10_000, interval: 50, what: `the gateway to know the model ${model}` },
  );
  if (!response.ok || response.body === null) {
    throw new LauncherError(`The gateway answered ${response.status}: ${await response.text()}`);
  }
  let tokens = 0;
  for await (const chunk of dataOf(response.body)) {
    if (chunk.error) throw new LauncherError(`The answer broke off: ${chunk.error.message}`);
    onText(chunk.choices?.[0]?.delta?.content ?? '');
    tokens = chunk.usage?.completion_tokens ?? tokens;
  }
  return { seconds: (performance.now() - started) / 1000, tokens };
}

/** @param {string} url @param {string} token @param {object} body */
function post(url, token, body) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
}
