import { describe, expect, it } from 'vitest';
import type { LogLine } from '../container-engine.js';
import { LogFrames, longestLogLine } from './log-frames.js';

const at = '2026-11-23T13:28:50.755750276Z';

function frame(stream: 1 | 2, text: string, stamp: string | null = at): Buffer {
  const payload = Buffer.from(stamp === null ? text : `${stamp} ${text}`);
  const header = Buffer.alloc(8);
  header.writeUInt8(stream, 0);
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
}

function read(bytes: Buffer, chunkSize = bytes.length): LogLine[] {
  const frames = new LogFrames();
  const lines: LogLine[] = [];
  for (let start = 0; start < bytes.length; start += chunkSize) {
    lines.push(...frames.push(bytes.subarray(start, start + chunkSize)));
  }
  return [...lines, ...frames.end()];
}

describe('log frames', () => {
  const bytes = Buffer.concat([frame(1, 'one\n'), frame(2, 'zwölf\n'), frame(1, 'two\r\n'), frame(1, '\n')]);
  const expected = [
    { stream: 'stdout', at, line: 'one' },
    { stream: 'stderr', at, line: 'zwölf' },
    { stream: 'stdout', at, line: 'two' },
    { stream: 'stdout', at, line: '' },
  ];

  it.each([1, 3, 7, 1000])('become lines, whatever pieces of %i bytes they come in', (size) => {
    expect(read(bytes, size)).toEqual(expected);
  });

  it('of one line are put together, dated by the first', () => {
    const later = '2026-11-23T13:28:51.000000000Z';
    expect(
      read(Buffer.concat([frame(1, 'a'.repeat(10)), frame(1, 'b'.repeat(10), later), frame(1, 'c\n', later)])),
    ).toEqual([{ stream: 'stdout', at, line: `${'a'.repeat(10)}${'b'.repeat(10)}c` }]);
  });

  it('of two streams do not mix', () => {
    const lines = read(Buffer.concat([frame(1, 'out '), frame(2, 'err '), frame(1, 'more\n'), frame(2, 'more\n')]));
    expect(lines.map(({ stream, line }) => `${stream} ${line}`)).toEqual(['stdout out more', 'stderr err more']);
  });

  it('may hold several lines and lack the last end', () => {
    expect(read(frame(1, 'a\nb\nc')).map(({ line }) => line)).toEqual(['a', 'b', 'c']);
  });

  it('without a timestamp are taken as they are', () => {
    expect(read(frame(1, 'no date here\n', null))).toEqual([{ stream: 'stdout', line: 'no date here' }]);
  });

  it('keep what looks like a date in the middle of a line', () => {
    expect(read(frame(1, `${at} twice\n`))).toEqual([{ stream: 'stdout', at, line: `${at} twice` }]);
  });

  it('are cut where a line is too long, and the next line is whole', () => {
    const many = Array.from({ length: 5 }, () => frame(1, 'x'.repeat(8000)));
    const [long, next] = read(Buffer.concat([...many, frame(1, 'end\nnext\n')]));
    expect(long?.line).toHaveLength(longestLogLine);
    expect(long?.cut).toBe(true);
    expect(next).toEqual({ stream: 'stdout', at, line: 'next' });
  });

  it('are not cut through a character', () => {
    const [long] = read(frame(1, `x${'é'.repeat(longestLogLine)}\n`));
    expect(long?.line.endsWith('é')).toBe(true);
  });

  it('that are out of step are an error, not garbage', () => {
    expect(() => new LogFrames().push(Buffer.from('plain text of a terminal'))).toThrow('out of step');
  });
});
