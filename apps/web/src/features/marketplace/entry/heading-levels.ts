const deepest = 6;

/** The levels of a text's headings below those of the page around it: the first is `top`, and none is skipped on the way down. */
export function headingLevels(levels: readonly number[], top: number): readonly number[] {
  const least = Math.min(...levels);
  let before = top - 1;
  return levels.map((level) => {
    before = Math.min(level - least + top, before + 1, deepest);
    return before;
  });
}
