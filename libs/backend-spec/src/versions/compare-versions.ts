/**
 * How versions are ordered: drop one `v` before a digit, cut at `.`, `-`, `_`, `+` and between digits and letters, and
 * compare piece by piece, the shorter padded with 0. `dev` < `alpha` < `beta` < `rc` < 0 < any other word < 1 < 2 ...;
 * only as the first piece do other words come after every number.
 */
type Piece = { readonly marker: number } | { readonly digits: string } | { readonly word: string };

const MARKERS: ReadonlyMap<string, number> = new Map([
  ['dev', 0],
  ['alpha', 1],
  ['beta', 2],
  ['rc', 3],
  ['pre', 3],
]);
const ZERO: Piece = { digits: '' };

/** Compares two version names: negative, 0 or positive. Names that differ can be equal (`1.0` and `v1.0.0`). */
export function compareVersions(a: string | null, b: string | null): -1 | 0 | 1 {
  const left = piecesOf(a ?? '');
  const right = piecesOf(b ?? '');
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const order = comparePieces(left[index] ?? ZERO, right[index] ?? ZERO, index === 0);
    if (order !== 0) return order;
  }
  return 0;
}

function piecesOf(version: string): Piece[] {
  const texts = version.replace(/^[vV](?=[0-9])/, '').match(/[0-9]+|[^0-9._+-]+/g) ?? [];
  return texts.map(pieceOf);
}

function pieceOf(text: string): Piece {
  if (/^[0-9]/.test(text)) return { digits: text.replace(/^0+/, '') };
  const marker = MARKERS.get(text.toLowerCase());
  return marker === undefined ? { word: text } : { marker };
}

function comparePieces(a: Piece, b: Piece, isFirst: boolean): -1 | 0 | 1 {
  const rank = sign(rankOf(a, isFirst) - rankOf(b, isFirst));
  if (rank !== 0) return rank;
  if ('word' in a && 'word' in b) return compareWords(a.word, b.word);
  return 'digits' in a && 'digits' in b ? compareNumbers(a.digits, b.digits) : 0;
}

/** Where a piece stands among those of another kind. Markers take -4 to -1. */
function rankOf(piece: Piece, isFirst: boolean): number {
  if ('marker' in piece) return piece.marker - MARKERS.size;
  if ('word' in piece) return isFirst ? 3 : 1;
  return piece.digits === '' ? 0 : 2;
}

/** Numbers of any size, as digits without leading zeros. */
const compareNumbers = (a: string, b: string) => sign(a.length - b.length) || compareTexts(a, b);

/** By code point, which is not the order of UTF-16 units. */
function compareWords(a: string, b: string): -1 | 0 | 1 {
  const left = Array.from(a, (character) => character.codePointAt(0) ?? 0);
  const right = Array.from(b, (character) => character.codePointAt(0) ?? 0);
  const index = left.findIndex((point, at) => point !== right[at]);
  if (index < 0) return sign(left.length - right.length);
  return sign((left[index] ?? -1) - (right[index] ?? -1));
}

const compareTexts = (a: string, b: string) => sign(Number(a > b) - Number(a < b));

const sign = (number: number): -1 | 0 | 1 => (number === 0 ? 0 : number < 0 ? -1 : 1);
