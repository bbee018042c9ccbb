const mostNames = 10;

/** Names for a sentence: all of them where they are few, else the first ones and how many more there are. */
export function nameList(names: readonly string[], most = mostNames): string {
  const more = names.length - most;
  const shown = names.slice(0, most).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}
