// @ts-check
/** What needs no service, in the order in which it fails fastest. @type {readonly import('./steps.mjs').Step[]} */
export const checks = [
  ['build', ['npx', 'nx', 'run-many', '-t', 'build', '--outputStyle=static']],
  ['launcher types', ['npx', 'tsc', '-p', 'infra/launcher']],
  ['boundaries', ['node', 'tools/boundaries.mjs']],
  ['reference', ['node', 'tools/reference.mjs', '--check']],
  ['lint', ['npx', 'oxlint', '--type-aware', '--deny-warnings']],
  ['format', ['npx', 'oxfmt', '--check', '.']],
];
