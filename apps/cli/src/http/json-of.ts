/** The value of a JSON text; undefined where it is none: a line that a broken connection has cut off, for example. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
