// @ts-check

/** @param {readonly number[]} values @param {number} share */
export function quantile(values, share) {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** @param {readonly number[]} values */
export const median = (values) => quantile(values, 0.5);

/** Median, smallest and largest, with so many digits.
 * @param {readonly number[]} values */
export const spread = (values, digits = 2) =>
  `${median(values).toFixed(digits)} (${Math.min(...values).toFixed(digits)} - ${Math.max(...values).toFixed(digits)})`;

/** @param {number} value @param {number} goal */
export const verdict = (value, goal, isLess = false) =>
  `goal ${isLess ? '<=' : '>='} ${goal}: ${(isLess ? value <= goal : value >= goal) ? 'met' : 'MISSED'}`;
