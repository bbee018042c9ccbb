// @ts-check
/**
 * Weights of a real transformer, written down instead of trained. Every phrase and every keyword has a direction of its
 * own in the residual stream (all other tokens share one). The one attention layer looks at all positions alike and
 * adds up which topics were mentioned; the feed-forward layer adds nothing. The output layer then reads two things: the
 * last token's direction says which phrase follows, and the topics' directions say which paragraph to begin.
 */
import { SPECIAL } from './vocabulary.mjs';

/**
 * @typedef {object} Plan
 * @property {number} vocabularySize
 * @property {number} width length of the residual stream
 * @property {number} headWidth
 * @property {number} feedForwardWidth
 * @property {ReadonlyMap<number, number>} direction of phrases and keywords, by token
 * @property {ReadonlyMap<number, readonly number[]>} topicsOf keywords, by token
 * @property {number} firstTopic direction of the topic 0
 * @property {readonly { phrases: readonly number[], weight: number }[]} topics
 */

/** @typedef {{ name: string, shape: readonly number[], values: Float32Array, precise?: boolean }} Tensor */

const OTHER = 0;
// Natural logarithms of chances: what cannot follow, and how much one mention in a text of a hundred tokens adds.
const IMPOSSIBLE = -1000;
const TOPIC_GAIN = 600;

/** @param {Plan} plan @returns {Tensor[]} */
export function buildWeights(plan) {
  const { width, headWidth, feedForwardWidth } = plan;
  const ones = new Float32Array(width).fill(1);
  const block = 'blk.0.';
  return [
    { name: 'token_embd.weight', shape: [width, plan.vocabularySize], values: embedding(plan) },
    { name: 'output_norm.weight', shape: [width], values: ones, precise: true },
    { name: 'output.weight', shape: [width, plan.vocabularySize], values: output(plan) },
    // The norm makes a lone direction sqrt(width) long; this undoes it.
    { name: `${block}attn_norm.weight`, shape: [width], values: ones.map(() => width ** -0.5), precise: true },
    { name: `${block}attn_q.weight`, shape: [width, width], values: zero(width, width) },
    { name: `${block}attn_k.weight`, shape: [width, headWidth], values: zero(width, headWidth) },
    { name: `${block}attn_v.weight`, shape: [width, headWidth], values: mentions(plan) },
    { name: `${block}attn_output.weight`, shape: [width, width], values: topicSum(plan) },
    { name: `${block}ffn_norm.weight`, shape: [width], values: ones, precise: true },
    { name: `${block}ffn_gate.weight`, shape: [width, feedForwardWidth], values: zero(width, feedForwardWidth) },
    { name: `${block}ffn_up.weight`, shape: [width, feedForwardWidth], values: zero(width, feedForwardWidth) },
    { name: `${block}ffn_down.weight`, shape: [feedForwardWidth, width], values: zero(feedForwardWidth, width) },
  ];
}

/** @param {number} inputs @param {number} outputs */
function zero(inputs, outputs) {
  return new Float32Array(inputs * outputs);
}

/** Row by token: its direction. @param {Plan} plan */
function embedding({ vocabularySize, width, direction }) {
  const values = new Float32Array(vocabularySize * width);
  for (let token = 0; token < vocabularySize; token++) values[token * width + (direction.get(token) ?? OTHER)] = 1;
  return values;
}

/** From a keyword's direction to its topics. @param {Plan} plan */
function mentions({ width, headWidth, direction, topicsOf }) {
  const values = new Float32Array(width * headWidth);
  for (const [token, topics] of topicsOf) {
    for (const topic of topics) values[topic * width + (direction.get(token) ?? OTHER)] = 1;
  }
  return values;
}

/** From the first head's topics to their directions in the residual stream. @param {Plan} plan */
function topicSum({ width, topics, firstTopic }) {
  const values = new Float32Array(width * width);
  for (const topic of topics.keys()) values[(firstTopic + topic) * width + topic] = 1;
  return values;
}

/** Row by token: what each direction says for it being next. @param {Plan} plan */
function output({ vocabularySize, width, direction, topics, firstTopic }) {
  const values = new Float32Array(vocabularySize * width);
  const set = (/** @type {number} */ next, /** @type {number} */ from, /** @type {number} */ logit) => {
    // The last norm makes the current direction sqrt(width) long.
    values[next * width + from] = logit * width ** -0.5;
  };
  const starts = chancesOfStarts(topics);
  for (let next = 0; next < vocabularySize; next++) {
    for (let from = 0; from < firstTopic; from++) set(next, from, starts.get(next) ?? IMPOSSIBLE);
  }
  for (const [topic, { phrases }] of topics.entries()) {
    for (const [index, phrase] of phrases.entries()) {
      const from = direction.get(phrase) ?? OTHER;
      for (let next = 0; next < vocabularySize; next++) set(next, from, IMPOSSIBLE);
      const following = phrases[index + 1];
      set(following ?? SPECIAL.end, from, 0);
    }
    set(phrases[0] ?? SPECIAL.end, firstTopic + topic, TOPIC_GAIN);
  }
  return values;
}

/** @param {Plan['topics']} topics @returns {Map<number, number>} first phrase → logarithm of its chance */
function chancesOfStarts(topics) {
  const total = topics.reduce((sum, { weight }) => sum + weight, 0);
  return new Map(topics.map(({ phrases, weight }) => [phrases[0] ?? SPECIAL.end, Math.log(weight / total)]));
}
