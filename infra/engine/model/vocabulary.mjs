// @ts-check
/** @typedef {import('./corpus.mjs').Topic} Topic */

/**
 * How a token is meant, in GGUF's numbers.
 * @typedef {1 | 2 | 3 | 6} TokenKind normal, unknown, control, byte
 */

/**
 * @typedef {object} Vocabulary
 * @property {string[]} texts
 * @property {TokenKind[]} kinds
 * @property {number[]} scores a higher one is joined earlier when text is cut into tokens
 * @property {(phrase: string) => number} idOf
 * @property {(keyword: string) => number[]} keywordIds
 */

export const SPECIAL = { unknown: 0, begin: 1, end: 2 };
const SPACE = '\u2581';

/**
 * Cuts a paragraph into the phrases that the model says: the shortest runs of words that occur nowhere else. So the
 * last phrase alone tells what comes next, which is all that a model of one step can remember.
 *
 * @param {string} text
 * @param {readonly string[]} allTexts
 */
export function phrasesOf(text, allTexts) {
  const everything = ` ${allTexts.join(' ')} `;
  const phrases = [];
  let words = '';
  for (const word of text.split(' ')) {
    words = words === '' ? word : `${words} ${word}`;
    if (everything.split(` ${words} `).length > 2) continue;
    phrases.push(words);
    words = '';
  }
  return words === '' ? phrases : [...phrases, words];
}

/**
 * All tokens: the special ones, bytes and letters for whatever a person types, keywords (with all their beginnings,
 * because the tokenizer joins letter by letter), and the phrases.
 *
 * @param {readonly string[]} keywords
 * @param {readonly string[]} phrases
 * @returns {Vocabulary}
 */
export function buildVocabulary(keywords, phrases) {
  /** @type {Map<string, { kind: TokenKind, score: number }>} */
  const tokens = new Map();
  const add = (/** @type {string} */ text, /** @type {TokenKind} */ kind, /** @type {number} */ score) =>
    tokens.has(text) || tokens.set(text, { kind, score });
  add('<unk>', 2, 0);
  add('<s>', 3, 0);
  add('</s>', 3, 0);
  for (let byte = 0; byte < 256; byte++) add(`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`, 6, 0);
  for (const letter of [SPACE, '\n', ...printableLetters()]) add(letter, 1, -1000);
  for (const keyword of keywords) {
    // After a line break no space stands before a word.
    for (const [text, score] of /** @type {const} */ ([
      [SPACE + keyword, -500],
      [keyword, -700],
    ])) {
      for (let length = 2; length <= text.length; length++) add(text.slice(0, length), 1, length + score);
    }
  }
  for (const phrase of phrases) add(SPACE + phrase.replaceAll(' ', SPACE), 1, -900);
  const ids = new Map([...tokens.keys()].map((text, id) => [text, id]));
  return {
    texts: [...tokens.keys()],
    kinds: [...tokens.values()].map(({ kind }) => kind),
    scores: [...tokens.values()].map(({ score }) => score),
    idOf: (phrase) => ids.get(SPACE + phrase.replaceAll(' ', SPACE)) ?? SPECIAL.unknown,
    keywordIds: (keyword) => [SPACE + keyword, keyword].flatMap((text) => ids.get(text) ?? []),
  };
}

function printableLetters() {
  return Array.from({ length: 0x7e - 0x21 + 1 }, (_, index) => String.fromCharCode(0x21 + index));
}

/** A keyword as people write it: in the middle of a sentence, and at its start. @param {string} word */
export function spellings(word) {
  return [word, word.charAt(0).toUpperCase() + word.slice(1)];
}
