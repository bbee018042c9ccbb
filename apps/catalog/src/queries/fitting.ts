/** What one answer on the bus can hold, with room for what travels around it. */
const mostBytes = 700_000;

/** As many items from the front as one answer can hold, at least one: who asks goes on behind the last. */
export function fitting<T>(items: readonly T[]): T[] {
  let bytes = 0;
  const end = items.findIndex((item) => {
    bytes += Buffer.byteLength(JSON.stringify(item));
    return bytes > mostBytes;
  });
  return end < 0 ? [...items] : items.slice(0, Math.max(end, 1));
}
