/**
 * How many characters of a text may each begin a value: it has no more values than these. A parser makes objects of all
 * values at once, so a file that is nothing but brackets would take gigabytes before anybody could look at it.
 */
export function countMarks(bytes: Uint8Array): number {
  let count = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (alone.has(byte) || (beforeBlank.has(byte) && (bytes[at + 1] ?? 0) <= blank)) count += 1;
  }
  return count;
}

const codesOf = (characters: string): ReadonlySet<number> =>
  new Set(Array.from(characters, (each) => each.charCodeAt(0)));

const alone = codesOf('\n\r,[{');
const beforeBlank = codesOf('-:?');
const blank = 0x20;
