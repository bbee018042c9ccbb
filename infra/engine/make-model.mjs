// @ts-check
/** Writes the demo's model: `node make-model.mjs FILE`. A GGUF of the `llama` architecture for any llama.cpp. */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { corpus } from './model/corpus.mjs';
import { writeGguf } from './model/gguf.mjs';
import { SPECIAL, buildVocabulary, phrasesOf, spellings } from './model/vocabulary.mjs';
import { buildWeights } from './model/weights.mjs';

/** @typedef {import('./model/vocabulary.mjs').Vocabulary} Vocabulary */
/** @typedef {import('./model/weights.mjs').Plan} Plan */

const NAME = 'enginehouse-demo';
const CONTEXT_LENGTH = 4096;
const HEADS = 4;

/**
 * Writes the model file; whoever reads it meanwhile sees the old one or the new one.
 *
 * @param {string} file
 */
export function makeModel(file) {
  const texts = corpus.map(({ text }) => text);
  const topics = corpus.map(({ text, keywords, weight = 1 }) => ({
    phrases: phrasesOf(text, texts),
    keywords: keywords.flatMap(spellings),
    weight,
  }));
  const phrases = topics.flatMap((topic) => topic.phrases);
  const vocabulary = buildVocabulary(
    topics.flatMap((topic) => topic.keywords),
    phrases,
  );
  const plan = planOf(vocabulary, topics);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(`${file}.new`, writeGguf(metadataOf(vocabulary, plan), buildWeights(plan)));
  fs.renameSync(`${file}.new`, file);
}

/**
 * @param {Vocabulary} vocabulary
 * @param {readonly { phrases: readonly string[], keywords: readonly string[], weight: number }[]} topics
 * @returns {Plan}
 */
function planOf({ texts, idOf, keywordIds }, topics) {
  /** @type {Map<number, number[]>} */
  const topicsOf = new Map();
  for (const [topic, { keywords }] of topics.entries()) {
    for (const id of keywords.flatMap(keywordIds)) topicsOf.set(id, [...(topicsOf.get(id) ?? []), topic]);
  }
  const said = topics.map(({ phrases, weight }) => ({ phrases: phrases.map(idOf), weight }));
  const direction = directions(
    said.flatMap(({ phrases }) => phrases),
    topicsOf,
  );
  const firstTopic = Math.max(...direction.values()) + 1;
  const width = Math.ceil((firstTopic + topics.length) / 128) * 128;
  return {
    vocabularySize: texts.length,
    width,
    direction,
    topicsOf,
    firstTopic,
    topics: said,
    headWidth: width / HEADS,
    feedForwardWidth: 32,
  };
}

/**
 * A direction of its own for every phrase, and one for all keywords that lead to the same topics. Direction 0 belongs
 * to all other tokens.
 *
 * @param {readonly number[]} phrases
 * @param {ReadonlyMap<number, readonly number[]>} topicsOf
 */
function directions(phrases, topicsOf) {
  const groups = [...new Set([...topicsOf.values()].map(String))];
  const ofPhrases = phrases.map((token, index) => /** @type {const} */ ([token, index + 1]));
  const ofKeywords = [...topicsOf].map(
    ([token, topics]) => /** @type {const} */ ([token, phrases.length + 1 + groups.indexOf(String(topics))]),
  );
  // A word that is both is a phrase: it has to say what follows.
  return new Map([...ofKeywords, ...ofPhrases]);
}

/** @param {Vocabulary} vocabulary @param {Plan} plan @returns {import('./model/gguf.mjs').Metadata} */
function metadataOf({ texts, kinds, scores }, plan) {
  return {
    'general.architecture': text('llama'),
    'general.name': text(NAME),
    'general.file_type': number(1),
    'general.alignment': number(32),
    'llama.context_length': number(CONTEXT_LENGTH),
    'llama.embedding_length': number(plan.width),
    'llama.block_count': number(1),
    'llama.feed_forward_length': number(plan.feedForwardWidth),
    'llama.attention.head_count': number(HEADS),
    'llama.attention.head_count_kv': number(1),
    'llama.attention.layer_norm_rms_epsilon': { type: 'float32', value: 1e-6 },
    'llama.rope.dimension_count': number(plan.headWidth),
    'llama.vocab_size': number(plan.vocabularySize),
    'tokenizer.ggml.model': text('llama'),
    'tokenizer.ggml.tokens': { type: 'strings', value: texts },
    'tokenizer.ggml.scores': { type: 'float32s', value: scores },
    'tokenizer.ggml.token_type': { type: 'int32s', value: kinds },
    'tokenizer.ggml.bos_token_id': number(SPECIAL.begin),
    'tokenizer.ggml.eos_token_id': number(SPECIAL.end),
    'tokenizer.ggml.unknown_token_id': number(SPECIAL.unknown),
    'tokenizer.ggml.add_bos_token': { type: 'bool', value: 1 },
    'tokenizer.ggml.add_eos_token': { type: 'bool', value: 0 },
    'tokenizer.ggml.add_space_prefix': { type: 'bool', value: 1 },
    'tokenizer.chat_template': text(
      "{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}assistant:",
    ),
  };
}

/** @param {number} value @returns {import('./model/gguf.mjs').Scalar} */
function number(value) {
  return { type: 'uint32', value };
}

/** @param {string} value @returns {import('./model/gguf.mjs').Text} */
function text(value) {
  return { type: 'string', value };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = process.argv[2] ?? `${NAME}.gguf`;
  makeModel(file);
  console.log(`${file}: ${fs.statSync(file).size} bytes`);
}
