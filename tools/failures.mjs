// @ts-check
import { relative } from 'node:path';

const shownLines = 12;

/**
 * What failed in one of vitest's JSON reports, each as `rung file: test` with the first lines of its message. A file that
 * failed outside its tests (an import, a hook) is one of them.
 * @param {string} rung
 * @param {{testResults?: {name: string, status: string, message?: string,
 *   assertionResults: {fullName: string, status: string, failureMessages?: string[] | null}[]}[]}} report
 * @param {string} root the folder that file names are shown from
 * @returns {string[]}
 */
export function failuresIn(rung, report, root) {
  return (report.testResults ?? []).flatMap((file) => {
    const name = `${rung} ${relative(root, file.name)}`;
    const failed = file.assertionResults.filter((test) => test.status === 'failed');
    const whole = file.status === 'failed' && failed.length === 0 ? [`${name}: ${firstLines(file.message ?? '')}`] : [];
    return [
      ...failed.map((test) => `${name}: ${test.fullName}\n${firstLines((test.failureMessages ?? []).join('\n'))}`),
      ...whole,
    ];
  });
}

/** @param {string} text */
function firstLines(text) {
  return text.split('\n').slice(0, shownLines).join('\n');
}
