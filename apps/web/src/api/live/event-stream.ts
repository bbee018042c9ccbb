/** One event of the stream; `name` is `message` where the stream names none. */
export interface StreamedEvent {
  readonly name: string;
  readonly data: string;
}

export type StreamState = 'connecting' | 'live' | 'lost';

/** Who wants to know what the stream brings. */
export interface StreamListener {
  readonly enter: (state: StreamState) => void;
  readonly event: (event: StreamedEvent) => void;
  /** The session is over: nothing more comes until somebody signs in. */
  readonly ended: () => void;
}

export interface StreamOptions {
  readonly address: string;
  readonly listener: StreamListener;
  readonly fetch?: typeof fetch;
  /** How long to wait before each next attempt, in milliseconds; the last one for all that follow. */
  readonly pauses?: readonly number[];
  /** The server speaks at least every 15 s; after so long without a word the line is dead, in milliseconds. */
  readonly silenceMs?: number;
}

const defaultPauses = [500, 2000, 5000, 10_000];
const defaultSilenceMs = 50_000;

/**
 * Follows a stream of server-sent events for as long as nobody ends it. Unlike an `EventSource` it also comes back after
 * an answer that is an error, goes on where it was even then, and notices a line that is silently dead.
 */
export function followEvents(options: StreamOptions): () => void {
  const { address, listener, fetch: ask = fetch, pauses = defaultPauses, silenceMs = defaultSilenceMs } = options;
  const stopped = new AbortController();
  let lastId: string | undefined;
  let failures = 0;
  const once = async (): Promise<'ended' | 'broken'> => {
    const line = watched(stopped.signal, silenceMs);
    try {
      const headers = { accept: 'text/event-stream', ...(lastId === undefined ? {} : { 'last-event-id': lastId }) };
      const answer = await ask(address, {
        headers,
        credentials: 'same-origin',
        cache: 'no-store',
        signal: line.signal,
      });
      if (answer.status === 401) return 'ended';
      // The log that the position is of is not there any more, as after a restore.
      if (answer.status === 400 || answer.status === 422) lastId = undefined;
      if (!answer.ok || !answer.body) return 'broken';
      failures = 0;
      listener.enter('live');
      await readEvents(answer.body, { heard: line.heard, at: (id) => (lastId = id), event: listener.event });
      return 'broken';
    } catch {
      return 'broken';
    } finally {
      line.close();
    }
  };
  void keepGoing();
  return () => stopped.abort();

  async function keepGoing(): Promise<void> {
    while (!stopped.signal.aborted) {
      const how = await once();
      if (stopped.signal.aborted) return;
      listener.enter('lost');
      if (how === 'ended') return listener.ended();
      await pause(pauses[Math.min(failures, pauses.length - 1)] ?? 0, stopped.signal);
      failures += 1;
    }
  }
}

/** A signal that is aborted with another one, or when nothing was heard for so long. */
function watched(outer: AbortSignal, silenceMs: number) {
  const inner = new AbortController();
  const abort = () => inner.abort();
  outer.addEventListener('abort', abort);
  let timer = setTimeout(abort, silenceMs);
  return {
    signal: inner.signal,
    heard: () => {
      clearTimeout(timer);
      timer = setTimeout(abort, silenceMs);
    },
    close: () => {
      clearTimeout(timer);
      outer.removeEventListener('abort', abort);
      abort();
    },
  };
}

interface Reading {
  readonly heard: () => void;
  readonly at: (id: string) => void;
  readonly event: (event: StreamedEvent) => void;
}

/** Reads until the stream ends. An event that was cut off is not told: it comes again. */
async function readEvents(body: ReadableStream<Uint8Array>, reading: Reading): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    reading.heard();
    const blocks = (rest + decoder.decode(value, { stream: true })).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) readBlock(block, reading);
  }
}

function readBlock(block: string, { at, event }: Reading): void {
  const fields = block.split('\n').map((line) => /^(\w+): ?(.*)$/s.exec(line));
  const valuesOf = (name: string) => fields.flatMap((field) => (field?.[1] === name ? [field[2] ?? ''] : []));
  const data = valuesOf('data');
  const [name = 'message'] = valuesOf('event');
  if (data.length > 0) event({ name, data: data.join('\n') });
  const id = valuesOf('id').at(-1);
  if (id !== undefined) at(id);
}

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((done) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      done();
    });
  });
