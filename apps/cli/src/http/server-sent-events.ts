import { linesOf } from './lines.js';

export interface ServerSentEvent {
  readonly id: string | undefined;
  readonly name: string;
  /** Empty where the server only tells where the stream stands. */
  readonly data: string;
}

/** The events of a `text/event-stream`; comments and retry hints are passed over. */
export async function* serverSentEvents(pieces: AsyncIterable<string>): AsyncGenerator<ServerSentEvent> {
  let id: string | undefined;
  let name = 'message';
  let data: string[] = [];
  let moved = false;
  for await (const line of linesOf(pieces)) {
    if (line === '') {
      if (data.length > 0 || moved) yield { id, name, data: data.join('\n') };
      name = 'message';
      data = [];
      moved = false;
      continue;
    }
    const [field, value] = fieldOf(line);
    if (field === 'data') data.push(value);
    else if (field === 'event') name = value;
    else if (field === 'id') {
      moved = true;
      id = value;
    }
  }
}

function fieldOf(line: string): readonly [string, string] {
  const colon = line.indexOf(':');
  if (colon < 0) return [line, ''];
  const value = line.slice(colon + 1);
  return [line.slice(0, colon), value.startsWith(' ') ? value.slice(1) : value];
}
