// @ts-check
import { GeneralChatWrapper, LlamaChatSession, LlamaCompletion, LlamaLogLevel, getLlama } from 'node-llama-cpp';
import { Slots } from './slots.mjs';

/**
 * @typedef {object} Generation
 * @property {number} [maxTokens]
 * @property {number} [temperature]
 * @property {number} [topP]
 * @property {number} [seed]
 * @property {AbortSignal} signal ends the generation early
 * @property {(text: string) => void} onText
 *
 * @typedef {{ role: string, content: string }} Message
 * @typedef {{ text: string, finishReason: 'stop' | 'length', promptTokens: number, completionTokens: number }} Answer
 */

const DEFAULT_MAX_TOKENS = 256;

/**
 * llama.cpp with one model loaded.
 *
 * @param {import('./settings.mjs').Settings} settings
 */
export async function loadModel({ modelFile, slots, contextSize, threads }) {
  const llama = await getLlama({
    gpu: false,
    build: 'never',
    skipDownload: true,
    progressLogs: false,
    logLevel: LlamaLogLevel.warn,
    maxThreads: threads,
  });
  const model = await llama.loadModel({ modelPath: modelFile });
  const context = await model.createContext({ contextSize, sequences: slots, threads });
  const sequences = new Slots(Array.from({ length: slots }, () => context.getSequence()));
  // One for all: guessing a wrapper per request costs far more than a small model's answer.
  const chatWrapper = new GeneralChatWrapper();
  const countTokens = (/** @type {string} */ text) => model.tokenize(text).length;

  return {
    countTokens,
    contextSize,

    /** @param {readonly Message[]} messages @param {Generation} generation @returns {Promise<Answer>} */
    chat: (messages, generation) =>
      sequences.use(async (contextSequence) => {
        const session = new LlamaChatSession({
          contextSequence,
          chatWrapper,
          autoDisposeSequence: false,
          systemPrompt: '',
        });
        try {
          session.setChatHistory(messages.slice(0, -1).map(historyItem));
          const counted = counting(generation);
          const generated = await session.promptWithMeta(messages.at(-1)?.content ?? '', counted.options);
          const promptTokens = countTokens(messages.map(({ content }) => content).join('\n'));
          return answer(generated.responseText, generated.stopReason, {
            promptTokens,
            completionTokens: counted.tokens(),
          });
        } finally {
          session.dispose();
          await contextSequence.clearHistory();
        }
      }),

    /** @param {string} prompt @param {Generation} generation @returns {Promise<Answer>} */
    complete: (prompt, generation) =>
      sequences.use(async (contextSequence) => {
        const completion = new LlamaCompletion({ contextSequence, autoDisposeSequence: false });
        try {
          const counted = counting(generation);
          const { response, metadata } = await completion.generateCompletionWithMeta(prompt, counted.options);
          const tokens = { promptTokens: countTokens(prompt), completionTokens: counted.tokens() };
          return answer(response, metadata.stopReason, tokens);
        } finally {
          completion.dispose();
          await contextSequence.clearHistory();
        }
      }),

    embed: embedder(model, threads),
  };
}

/** @param {string} text @param {string} stopReason @param {{ promptTokens: number, completionTokens: number }} tokens @returns {Answer} */
function answer(text, stopReason, tokens) {
  return { text, finishReason: stopReason === 'maxTokens' ? 'length' : 'stop', ...tokens };
}

/**
 * The context for embeddings is made at the first call: most engines are never asked.
 *
 * @param {import('node-llama-cpp').LlamaModel} model
 * @param {number} threads
 * @returns {(text: string) => Promise<readonly number[]>}
 */
function embedder(model, threads) {
  /** @type {Promise<import('node-llama-cpp').LlamaEmbeddingContext> | undefined} */
  let context;
  return async (text) => {
    context ??= model.createEmbeddingContext({ threads });
    return (await (await context).getEmbeddingFor(text)).vector;
  };
}

/** @param {Message} message @returns {import('node-llama-cpp').ChatHistoryItem} */
function historyItem({ role, content }) {
  if (role === 'assistant') return { type: 'model', response: [content] };
  return { type: role === 'system' ? 'system' : 'user', text: content };
}

/** The engine's options for a generation, and how many tokens it came to. @param {Generation} generation */
function counting({ maxTokens = DEFAULT_MAX_TOKENS, temperature = 0.8, topP, seed, signal, onText }) {
  let count = 0;
  const options = {
    maxTokens,
    temperature,
    topP,
    seed,
    signal,
    stopOnAbortSignal: true,
    onToken: (/** @type {readonly unknown[]} */ tokens) => void (count += tokens.length),
    onTextChunk: (/** @type {string} */ text) => text !== '' && onText(text),
  };
  return { options, tokens: () => count };
}
