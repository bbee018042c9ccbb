/**
 * Reads what `git cat-file --batch` writes: the objects in the order they were asked for.
 *
 * @throws Error where one of them is not there
 */
export function objectsOf(output: Buffer, count: number): readonly Uint8Array[] {
  const objects: Uint8Array[] = [];
  let at = 0;
  while (objects.length < count) {
    const end = output.indexOf('\n', at);
    const header = output.toString('latin1', at, Math.max(end, at));
    const size = Number(/^[0-9a-f]+ blob (\d+)$/.exec(header)?.[1] ?? Number.NaN);
    if (!Number.isSafeInteger(size) || end + 1 + size > output.length)
      throw new Error(`git cat-file wrote "${header}"`);
    objects.push(output.subarray(end + 1, end + 1 + size));
    at = end + 1 + size + 1;
  }
  return objects;
}
