import { waitUntil } from '@enginehouse/testing';
import { stack } from './stack.js';

/** One streamed chat, which takes a second or two; what the engine answered. */
async function chat(model: string): Promise<string> {
  const response = await fetch(`${stack().gatewayUrl}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack().token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model, stream: true, messages: [{ role: 'user', content: 'hello' }] }),
  });
  const text = await response.text();
  if (response.status !== 200 || !text.trimEnd().endsWith('data: [DONE]')) {
    throw new Error(`${response.status}: ${text.slice(-200)}`);
  }
  return [...text.matchAll(/"content":"([^"]*)"/g)].map(([, word]) => word).join('');
}

/** A client that keeps asking, several questions at a time, until it is told to stop. */
export function keepAsking(model: string) {
  const answers: string[] = [];
  const failures: unknown[] = [];
  const ending = new AbortController();
  const ask = async () => {
    while (!ending.signal.aborted) {
      await chat(model).then(
        (answer) => answers.push(answer),
        (error: unknown) => failures.push(error),
      );
    }
  };
  const asked = Promise.all([ask(), ask(), ask()]);
  return {
    answers,
    failures,
    /** Waits until so many more were answered like this. */
    sees: (answer: string) =>
      waitUntil(() => answers.includes(answer), { what: `the answer ${answer}`, timeout: 60_000 }),
    end: async () => {
      ending.abort();
      await asked;
    },
  };
}
