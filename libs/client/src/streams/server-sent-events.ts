import { linesOf } from './lines.js';

/** One event of a `text/event-stream`. */
export interface ServerSentEvent {
  /** What to send back as `lastEventId` to go on behind it. */
  readonly id: string | undefined;
  /** `message` where the stream names none. */
  readonly name: string;
  readonly data: string;
}

/** The events of a `text/event-stream`; comments and retry hints are passed over, and so is an event that was cut off. */
export async function* serverSentEvents(pieces: AsyncIterable<string>): AsyncGenerator<ServerSentEvent> {
  let id: string | undefined;
  let name = 'message';
  let data: string[] = [];
  for await (const line of linesOf(pieces)) {
    if (line === '') {
      if (data.length > 0) {
        yield { id, name, data: data.join('\n') };
      }
      name = 'message';
      data = [];
      continue;
    }
    const [field, value] = fieldOf(line);
    if (field === 'data') {
      data.push(value);
    } else if (field === 'event') {
      name = value;
    } else if (field === 'id') {
      id = value;
    }
  }
}

function fieldOf(line: string): readonly [string, string] {
  const colon = line.indexOf(':');
  if (colon < 0) {
    return [line, ''];
  }
  const value = line.slice(colon + 1);
  return [line.slice(0, colon), value.startsWith(' ') ? value.slice(1) : value];
}
