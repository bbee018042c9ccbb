/** What has come of an answer, and how fast. Times are in milliseconds since it was asked for. */
export interface AnswerProgress {
  readonly text: string;
  readonly pieces: number;
  /** As the engine counted them; undefined where it does not say. */
  readonly tokens: number | undefined;
  readonly firstMs: number | undefined;
  readonly lastMs: number;
  readonly finish: string | undefined;
}

export const noAnswer: AnswerProgress = {
  text: '',
  pieces: 0,
  tokens: undefined,
  firstMs: undefined,
  lastMs: 0,
  finish: undefined,
};

interface Chunk {
  readonly choices?: readonly {
    readonly delta?: { readonly role?: string; readonly content?: string | null };
    readonly finish_reason?: string | null;
  }[];
  readonly usage?: { readonly completion_tokens?: number } | null;
}

/** The answer with one more chunk of the stream, which came after so many milliseconds. */
export function withChunk(before: AnswerProgress, chunk: Chunk, atMs: number): AnswerProgress {
  const [choice] = chunk.choices ?? [];
  const piece = choice?.delta?.content ?? '';
  const isPiece = piece !== '';
  return {
    text: before.text + piece,
    pieces: before.pieces + Number(isPiece),
    tokens: chunk.usage?.completion_tokens ?? before.tokens,
    firstMs: before.firstMs ?? (isPiece ? atMs : undefined),
    lastMs: isPiece ? atMs : before.lastMs,
    finish: choice?.finish_reason ?? before.finish,
  };
}

/** How many tokens, or pieces where tokens are not told, came per second after the first; undefined for fewer than two. */
export function speedOf({ tokens, pieces, firstMs, lastMs }: AnswerProgress): number | undefined {
  const count = tokens ?? pieces;
  if (firstMs === undefined || count < 2 || lastMs <= firstMs) return undefined;
  return (count - 1) / ((lastMs - firstMs) / 1000);
}
