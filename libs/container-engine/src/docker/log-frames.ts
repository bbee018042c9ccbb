import type { LogLine } from '../container-engine.js';

const headerLength = 8;
const longestFrame = 4 * 1024 * 1024;
/** Bytes of a line that are kept; the rest is dropped and the line marked as cut. */
export const longestLogLine = 16 * 1024;

/**
 * Takes apart what the engine sends for a container's logs: frames (1 byte stream, 3 bytes zero, 4 bytes length),
 * each with a timestamp and a piece of a line. A long line comes in several frames, each with its own timestamp.
 */
export class LogFrames {
  private buffered: Buffer = Buffer.alloc(0);
  private readonly lines = { stdout: new LineOfFrames('stdout'), stderr: new LineOfFrames('stderr') };

  /** The lines that are complete with this chunk. @throws where the stream is out of step */
  push(chunk: Buffer): LogLine[] {
    this.buffered = this.buffered.length === 0 ? chunk : Buffer.concat([this.buffered, chunk]);
    const found: LogLine[] = [];
    for (let frame = this.nextFrame(); frame !== null; frame = this.nextFrame()) {
      found.push(...this.lines[frame.stream].add(frame.payload));
    }
    return found;
  }

  /** The lines that never got their end. */
  end(): LogLine[] {
    return [...this.lines.stdout.end(), ...this.lines.stderr.end()];
  }

  private nextFrame(): { readonly stream: LogLine['stream']; readonly payload: Buffer } | null {
    if (this.buffered.length < headerLength) return null;
    const kind = this.buffered.readUInt8(0);
    const length = this.buffered.readUInt32BE(4);
    if (kind > 2 || length > longestFrame) throw new Error('the log stream is out of step');
    if (this.buffered.length < headerLength + length) return null;
    const payload = this.buffered.subarray(headerLength, headerLength + length);
    this.buffered = this.buffered.subarray(headerLength + length);
    return { stream: kind === 2 ? 'stderr' : 'stdout', payload };
  }
}

/** Puts the frames of one stream together to lines of bounded length. */
class LineOfFrames {
  private pieces: Buffer[] = [];
  private length = 0;
  private at: string | undefined;
  private cut = false;

  constructor(private readonly stream: LogLine['stream']) {}

  add(payload: Buffer): LogLine[] {
    const { at, text } = splitTimestamp(payload);
    const found: LogLine[] = [];
    let rest = text;
    for (let end = rest.indexOf(lineFeed); end >= 0; end = rest.indexOf(lineFeed)) {
      this.keep(rest.subarray(0, end), at);
      found.push(this.take());
      rest = rest.subarray(end + 1);
    }
    if (rest.length > 0) this.keep(rest, at);
    return found;
  }

  end(): LogLine[] {
    return this.pieces.length === 0 ? [] : [this.take()];
  }

  private keep(piece: Buffer, at: string | undefined): void {
    this.at ??= at;
    const room = longestLogLine - this.length;
    if (piece.length > room) this.cut = true;
    const kept = piece.subarray(0, room);
    this.length += kept.length;
    this.pieces.push(Buffer.from(kept));
  }

  private take(): LogLine {
    const line = textOf(Buffer.concat(this.pieces), this.cut);
    const found = {
      stream: this.stream,
      line,
      ...(this.at !== undefined && { at: this.at }),
      ...(this.cut && { cut: true }),
    };
    this.pieces = [];
    this.length = 0;
    this.at = undefined;
    this.cut = false;
    return found;
  }
}

const lineFeed = 0x0a;
const timestamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

function splitTimestamp(payload: Buffer): { readonly at?: string; readonly text: Buffer } {
  const space = payload.subarray(0, 40).indexOf(0x20);
  const head = space < 0 ? '' : payload.toString('latin1', 0, space);
  return timestamp.test(head) ? { at: head, text: payload.subarray(space + 1) } : { text: payload };
}

/** A cut may go through a character; the broken one is left out. */
function textOf(bytes: Buffer, cut: boolean): string {
  const text = bytes.toString('utf8').replace(/\r$/, '');
  return cut ? text.replace(/\uFFFD$/, '') : text;
}
