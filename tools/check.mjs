// @ts-check
/** `npm run check`: everything that needs no service. */
import { checks } from './checks.mjs';
import { runSteps } from './steps.mjs';

const failed = await runSteps([...checks, ['unit tests', ['npx', 'vitest', 'run', '--project', 'unit']]]);
for (const { name, status } of failed) {
  console.log(`\nFAILED ${name} (exit status ${status}): see its report above`);
}
process.exitCode = failed.length === 0 ? 0 : 1;
