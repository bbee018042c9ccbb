// oxlint-disable-next-line no-control-regex -- Python's `str.strip` takes these for blanks, and so does the peer in parameter entries
const BLANK = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

const isBlank = (character: string): boolean => BLANK.test(character);

/** The text without the blanks at its ends. */
export function trimBlanks(text: string): string {
  let start = 0;
  while (start < text.length && isBlank(text.charAt(start))) start += 1;
  return text.slice(start, lengthWithoutBlanks(text));
}

/** How long a text is without the blanks at its end. */
export function lengthWithoutBlanks(text: string): number {
  let end = text.length;
  while (end > 0 && isBlank(text.charAt(end - 1))) end -= 1;
  return end;
}

/** The text up to its first blank. */
export function firstWord(text: string): string {
  const blank = text.search(BLANK);
  return blank < 0 ? text : text.slice(0, blank);
}
