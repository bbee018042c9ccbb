import type { LogChunk } from '@enginehouse/contracts';
import { beforeEach, describe, expect, it } from 'vitest';
import { LogChannel, type LogPiece } from './log-channel.js';
import { asText } from './log-formats.js';

let sent = 0;
const chunk = (text: string, end = false): LogChunk => ({
  sequence: (sent += 1),
  lines: [{ stream: 'stdout', line: text }],
  end,
});
beforeEach(() => (sent = 0));

async function textOf(chunks: AsyncIterable<LogPiece>): Promise<string> {
  let text = '';
  for await (const part of asText(chunks)) {
    text += part;
  }
  return text;
}

describe('a channel of log lines', () => {
  it('gives what came before and after the reader, until the end', async () => {
    const channel = new LogChannel();
    channel.push(chunk('one'));
    let released = 0;
    const reading = textOf(channel.read(new AbortController().signal, () => (released += 1)));
    setTimeout(() => {
      channel.push(chunk('two'));
      channel.push(chunk('three', true));
      channel.push(chunk('too late'));
    }, 10);
    expect(await reading).toBe('one\ntwo\nthree\n');
    expect(released).toBe(1);
  });

  it('lets go when its reader leaves', async () => {
    const controller = new AbortController();
    let released = 0;
    const reading = textOf(new LogChannel().read(controller.signal, () => (released += 1)));
    controller.abort();
    await expect(reading).rejects.toThrow('broken off');
    expect(released).toBe(1);
  });

  it('breaks off where a chunk was lost, for the reader must not believe it has all', async () => {
    const channel = new LogChannel();
    channel.push(chunk('one'));
    chunk('lost');
    channel.push(chunk('three'));
    await expect(textOf(channel.read(new AbortController().signal, () => {}))).rejects.toThrow('broken off');
  });

  it('does not break off what has come to its end', async () => {
    const channel = new LogChannel();
    channel.push(chunk('one', true));
    channel.breakOff();
    expect(await textOf(channel.read(new AbortController().signal, () => {}))).toBe('one\n');
  });

  it('cuts off a reader that falls too far behind, and says so', async () => {
    const channel = new LogChannel();
    for (let index = 0; index < 30_000; index += 1) {
      channel.push(chunk('x'));
    }
    const text = await textOf(channel.read(new AbortController().signal, () => {}));
    expect(text.length).toBeLessThan(60_000);
    expect(text).toContain('you read more slowly than the lines come');
  });
});
