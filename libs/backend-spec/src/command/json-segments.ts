/** A piece of a parameter entry: ordinary text, or JSON after `=` that is kept as written. */
export interface ParameterPiece {
  readonly text: string;
  readonly json: boolean;
}

/** Cuts out every unquoted JSON list or object that follows `=`; one that is never closed reaches to the end. */
export function jsonSegments(text: string): ParameterPiece[] {
  const pieces: ParameterPiece[] = [];
  let done = 0;
  for (let index = 0; index < text.length; index += 1) {
    const next = text.charAt(index + 1);
    if (text.charAt(index) !== '=' || (next !== '{' && next !== '[')) continue;
    const end = jsonEnd(text, index + 1);
    pieces.push({ text: text.slice(done, index + 1), json: false }, { text: text.slice(index + 1, end), json: true });
    done = end;
    index = end - 1;
  }
  pieces.push({ text: text.slice(done), json: false });
  return pieces;
}

const DEPTH: { readonly [bracket: string]: number } = { '{': 1, '[': 1, '}': -1, ']': -1 };

/** Where the JSON that starts here ends (exclusive). */
function jsonEnd(text: string, start: number): number {
  let depth = 0;
  let inString = false;
  for (let index = start; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === '\\') index += 1;
    else if (character === '"') inString = !inString;
    else if (!inString) {
      const step = DEPTH[character] ?? 0;
      depth += step;
      if (step < 0 && depth === 0) return index + 1;
    }
  }
  return text.length;
}
