// @ts-check
import fs from 'node:fs';

const LONGEST_LINE = 300;

/**
 * The last lines of a log as a person reads them: of JSON lines, the level, the message and the error's message.
 *
 * @param {string} logFile
 * @param {number} [count]
 */
export function lastLines(logFile, count = 8) {
  if (!fs.existsSync(logFile)) return '(no log)';
  const lines = fs.readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-count);
  return lines.map((line) => shortened(readable(line))).join('\n');
}

/**
 * The line that says why a program ended: the last fatal or error one of its last lines, else the last.
 *
 * @param {string} logFile
 */
export function lastComplaint(logFile) {
  const lines = lastLines(logFile).split('\n');
  return lines.findLast((line) => /^(?:fatal|error): /.test(line)) ?? lines.at(-1) ?? '';
}

/** @param {string} line */
function readable(line) {
  if (!line.startsWith('{')) return line;
  try {
    const { level, msg, err } = JSON.parse(line);
    return [level, msg, err?.message].filter(Boolean).join(': ');
  } catch {
    return line;
  }
}

/** @param {string} line */
function shortened(line) {
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)} ...` : line;
}
