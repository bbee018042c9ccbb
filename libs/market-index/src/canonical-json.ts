/** JSON with the keys of every object in order, so that equal values have equal texts; absent and undefined are the same. */
export const canonicalJson = (value: unknown): string =>
  JSON.stringify(value, (_key, each: unknown) => (isRecord(each) ? sorted(each) : each));

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const sorted = (record: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)));
