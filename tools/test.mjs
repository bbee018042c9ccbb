// @ts-check
/**
 * `npm test`: everything. Build and checks, then the three rungs of tests; real PostgreSQL, NATS and Docker are set up
 * on the way. Ends with what failed and one line that counts the tests; a failed step counts as a failed test.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { checks } from './checks.mjs';
import { failuresIn } from './failures.mjs';
import { run, runSteps } from './steps.mjs';

const root = resolve(import.meta.dirname, '..');
const reports = mkdtempSync(join(tmpdir(), 'enginehouse-test-'));
const total = { passed: 0, failed: 0, skipped: 0 };
/** Said again at the end: a report of 7,000 tests hides them. @type {string[]} */
const failures = [];

/** @param {string} rung */
async function test(rung) {
  console.log(`\n--- ${rung} tests`);
  const report = join(reports, `${rung}.json`);
  const { status } = await run([
    'npx',
    'vitest',
    'run',
    '--project',
    rung,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  const result = existsSync(report)
    ? JSON.parse(readFileSync(report, 'utf8'))
    : { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0 };
  total.passed += result.numPassedTests;
  total.skipped += result.numPendingTests + (result.numTodoTests ?? 0);
  const failed = failuresIn(rung, result, root);
  const isUnexplained = status !== 0 && failed.length === 0;
  total.failed += Math.max(result.numFailedTests, status === 0 ? 0 : 1);
  failures.push(...failed, ...(isUnexplained ? [`${rung}: errors outside of any test, see its report above`] : []));
}

if (!existsSync(join(root, 'node_modules'))) {
  await run(['npm', 'ci']);
}
for (const { name, status, lastLines } of await runSteps(checks, { tries: 2 })) {
  total.failed += 1;
  failures.push(`${name} (exit status ${status}), which ended with:\n${lastLines}`);
}
for (const rung of ['unit', 'int', 'e2e']) {
  await test(rung);
}
rmSync(reports, { recursive: true, force: true });
for (const failure of failures) {
  console.log(`\nFAILED ${failure}`);
}
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
