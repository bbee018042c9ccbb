import type { LogPiece } from './log-channel.js';

/** Log lines as plain text, as the container wrote them. */
export async function* asText(chunks: AsyncIterable<LogPiece>): AsyncGenerator<string> {
  for await (const chunk of chunks) {
    yield* nonEmpty(chunk.lines.map(({ line }) => `${line}\n`).join(''));
    yield* nonEmpty(chunk.error === undefined ? '' : `[logs end here: ${chunk.error}]\n`);
  }
}

/** Log lines as one JSON object per line; an error that ends them is `{"error": ...}`. */
export async function* asLines(chunks: AsyncIterable<LogPiece>): AsyncGenerator<string> {
  for await (const chunk of chunks) {
    yield* nonEmpty(chunk.lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    yield* nonEmpty(chunk.error === undefined ? '' : `${JSON.stringify({ error: chunk.error })}\n`);
  }
}

const nonEmpty = (text: string): readonly string[] => (text === '' ? [] : [text]);
