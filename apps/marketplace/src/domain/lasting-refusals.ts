/** Refusals that the next attempt need not meet: somebody was faster, or something was away. */
const passing: ReadonlySet<string> = new Set([
  'stale-revision',
  'overloaded',
  'unavailable',
  'internal',
  'backend-being-removed',
  'version-in-use',
  'backend-in-use',
]);

/** Whether the same change would be refused again, so that nothing should try it by itself. */
export const isLasting = (code: string): boolean => !passing.has(code);
