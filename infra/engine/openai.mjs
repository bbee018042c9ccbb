// @ts-check
import { randomUUID } from 'node:crypto';
import { BadRequest, openEventStream, sendJson } from './http.mjs';

/** @typedef {Awaited<ReturnType<typeof import('./llama.mjs').loadModel>>} Model */
/** @typedef {import('./llama.mjs').Answer} Answer */
/** @typedef {import('./llama.mjs').Generation} Generation */
/** @typedef {{ model: Model, name: string, body: any, response: import('node:http').ServerResponse }} Call */

/** `POST /v1/chat/completions` @param {Call} call */
export async function chatCompletions(call) {
  const messages = chatMessages(call.body);
  await generate(call, {
    kind: 'chat.completion',
    chunkKind: 'chat.completion.chunk',
    prompt: messages.map(({ content }) => content).join('\n'),
    run: (generation) => call.model.chat(messages, generation),
    first: { delta: { role: 'assistant', content: '' } },
    chunk: (text) => ({ delta: text === '' ? {} : { content: text } }),
    whole: (text) => ({ message: { role: 'assistant', content: text } }),
  });
}

/** `POST /v1/completions` @param {Call} call */
export async function completions(call) {
  const prompt = Array.isArray(call.body.prompt) ? call.body.prompt[0] : call.body.prompt;
  if (typeof prompt !== 'string') throw new BadRequest('prompt', 'prompt must be a text');
  await generate(call, {
    kind: 'text_completion',
    chunkKind: 'text_completion',
    prompt,
    run: (generation) => call.model.complete(prompt, generation),
    chunk: (text) => ({ text }),
    whole: (text) => ({ text }),
  });
}

/** `POST /v1/embeddings` @param {Call} call */
export async function embeddings({ model, name, body, response }) {
  const inputs = Array.isArray(body.input) ? body.input : [body.input];
  if (inputs.length === 0 || !inputs.every((input) => typeof input === 'string')) {
    throw new BadRequest('input', 'input must be a text or a list of texts');
  }
  const data = [];
  for (const [index, input] of inputs.entries()) {
    data.push({ object: 'embedding', index, embedding: await model.embed(input) });
  }
  const tokens = inputs.reduce((sum, input) => sum + model.countTokens(input), 0);
  sendJson(response, 200, {
    object: 'list',
    data,
    model: name,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  });
}

/**
 * What chat and plain completions have in common: limits, streaming or one answer, and giving up when the client goes.
 *
 * @param {Call} call
 * @param {object} way
 * @param {string} way.kind
 * @param {string} way.chunkKind
 * @param {string} way.prompt
 * @param {(generation: Generation) => Promise<Answer>} way.run
 * @param {object} [way.first] what a stream begins with
 * @param {(text: string) => object} way.chunk
 * @param {(text: string) => object} way.whole
 */
async function generate({ model, name, body, response }, { kind, chunkKind, prompt, run, first, chunk, whole }) {
  if (model.countTokens(prompt) > model.contextSize * 0.75) {
    throw new BadRequest('messages', `the text is too long: this model sees ${model.contextSize} tokens`);
  }
  const base = { id: `cmpl-${randomUUID()}`, created: Math.floor(Date.now() / 1000), model: body.model ?? name };
  const stream = body.stream === true ? openEventStream(response) : undefined;
  const say = (/** @type {object} */ choice, /** @type {string | null} */ finishReason, more = {}) =>
    stream?.send({
      ...base,
      object: chunkKind,
      choices: [{ index: 0, ...choice, finish_reason: finishReason }],
      ...more,
    });
  if (first) say(first, null);
  const answer = await run(generationOf(body, response, (text) => say(chunk(text), null)));
  const usage = {
    prompt_tokens: answer.promptTokens,
    completion_tokens: answer.completionTokens,
    total_tokens: answer.promptTokens + answer.completionTokens,
  };
  if (stream) {
    say(chunk(''), answer.finishReason, body.stream_options?.include_usage ? { usage } : {});
    stream.end();
    return;
  }
  const choices = [{ index: 0, ...whole(answer.text), finish_reason: answer.finishReason }];
  sendJson(response, 200, { ...base, object: kind, choices, usage });
}

/** @param {any} body @param {import('node:http').ServerResponse} response @param {(text: string) => void} onText @returns {Generation} */
function generationOf(body, response, onText) {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  return {
    maxTokens: body.max_completion_tokens ?? body.max_tokens,
    temperature: body.temperature,
    topP: body.top_p,
    seed: body.seed,
    signal: gone.signal,
    onText,
  };
}

/** @param {any} body @returns {import('./llama.mjs').Message[]} */
function chatMessages(body) {
  if (!Array.isArray(body.messages) || body.messages.length === 0) {
    throw new BadRequest('messages', 'messages must be a list with at least one message');
  }
  return body.messages.map(({ role, content }) => ({ role: String(role), content: textOf(content) }));
}

/** Content is a text, or parts of which only the texts mean something here. @param {unknown} content */
function textOf(content) {
  if (typeof content === 'string') return content;
  return Array.isArray(content) ? content.map((part) => part.text ?? '').join('\n') : '';
}
