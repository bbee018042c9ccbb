import type { Readable } from 'node:stream';

const longestLine = 1024 * 1024;

/** Reads a stream of JSON texts, one per line. @throws where a line is overlong or no JSON, or the stream breaks */
export async function* jsonLines(stream: Readable): AsyncGenerator<{ readonly text: string; readonly value: unknown }> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > longestLine) throw new Error('the engine sent a line of more than 1 MiB');
    for (const text of lines) if (text.trim() !== '') yield { text, value: JSON.parse(text) };
  }
  if (rest.trim() !== '') yield { text: rest, value: JSON.parse(rest) };
}
