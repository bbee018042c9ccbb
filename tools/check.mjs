// @ts-check
/** `npm run check`: everything that needs no service, in the order in which it fails fastest. */
import { runSteps } from './steps.mjs';

process.exitCode = await runSteps([
  ['build', ['npx', 'nx', 'run-many', '-t', 'build', '--outputStyle=static']],
  ['launcher types', ['npx', 'tsc', '-p', 'infra/launcher']],
  ['boundaries', ['node', 'tools/boundaries.mjs']],
  ['reference', ['node', 'tools/reference.mjs', '--check']],
  ['lint', ['npx', 'oxlint', '--type-aware', '--deny-warnings']],
  ['format', ['npx', 'oxfmt', '--check', '.']],
  ['unit tests', ['npx', 'vitest', 'run', '--project', 'unit']],
]);
