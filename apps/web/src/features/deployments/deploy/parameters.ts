/**
 * The parameters after another backend was chosen: its own defaults come first, and whatever the person typed stays. What
 * the former backend had brought goes, unless it was changed.
 */
export function parametersFor(
  typed: readonly string[],
  former: readonly string[],
  defaults: readonly string[],
): readonly string[] {
  const own = typed.filter((each) => each.trim() !== '' && !former.includes(each) && !defaults.includes(each));
  return [...defaults, ...own];
}

/** The defaults that are not among the parameters any more. */
export const missingDefaults = (typed: readonly string[], defaults: readonly string[]): readonly string[] =>
  defaults.filter((each) => !typed.includes(each));
