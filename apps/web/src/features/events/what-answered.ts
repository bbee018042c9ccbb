/** What was answered, in its place; throws the first failure where nobody answered: that nothing happened is not known then. */
export function whatAnswered<T>(settled: readonly PromiseSettledResult<T>[]): readonly (T | undefined)[] {
  const [first] = settled.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
  if (settled.length > 0 && settled.every(({ status }) => status === 'rejected')) throw first;
  return settled.map((each) => (each.status === 'fulfilled' ? each.value : undefined));
}
