// @ts-check
import fs from 'node:fs';

/**
 * What a consumer stores: one line per batch with the effect (ids of the events) and the checkpoint, so that both are
 * there or neither is. A line without its end was never stored.
 *
 * @typedef {{ checkpoint: import('@enginehouse/client').Checkpoint, events: [number, string][], source: 'feed' | 'nats' }} Entry
 */

/** @param {string} file @returns {Entry[]} */
export function readJournal(file) {
  const text = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

/** @param {string} file @param {readonly Entry[]} entries */
export function rewriteJournal(file, entries) {
  fs.writeFileSync(file, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
}

/** Writes an entry in two halves; `between` is called after each step. @param {string} file @param {Entry} entry @param {() => void} between */
export function appendEntry(file, entry, between = () => {}) {
  const line = `${JSON.stringify(entry)}\n`;
  between();
  fs.appendFileSync(file, line.slice(0, line.length / 2));
  between();
  fs.appendFileSync(file, line.slice(line.length / 2));
  between();
}
