import { describe, expect, it } from 'vitest';
import { followEvents, type StreamedEvent } from './event-stream.js';

const encoder = new TextEncoder();
type Answering = (headers: Headers, body: ReadableStreamDefaultController<Uint8Array>) => number;

/** A server whose answers are written down one after the other; what it was asked with. */
function serverOf(...answers: readonly Answering[]) {
  const asked: Headers[] = [];
  const fetch = async (_address: RequestInfo | URL, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    const answering = answers[asked.push(headers) - 1] ?? (() => 200);
    let status = 200;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        init.signal?.addEventListener('abort', () => closed(() => controller.error(new Error('aborted'))));
        status = answering(headers, controller);
      },
    });
    return new Response(body, { status });
  };
  return { asked, fetch };
}

const closed = (act: () => void) => {
  try {
    act();
  } catch {
    // It was over already.
  }
};

function follow(server: ReturnType<typeof serverOf>, silenceMs = 10_000) {
  const states: string[] = [];
  const events: StreamedEvent[] = [];
  const stop = followEvents({
    address: '/v1/events',
    fetch: server.fetch,
    pauses: [1],
    silenceMs,
    listener: {
      enter: (state) => void states.push(state),
      event: (event) => void events.push(event),
      ended: () => void states.push('ended'),
    },
  });
  return { states, events, stop };
}

const lastIds = (asked: readonly Headers[]) => asked.map((headers) => headers.get('last-event-id'));

describe('following the events', () => {
  it('tells each event once, however its bytes arrive', async () => {
    const server = serverOf((_headers, body) => {
      body.enqueue(encoder.encode('retry: 2000\n\nid: catalog-1\n\n: still here\n\nid: catalog-2\ndata: {"a":'));
      body.enqueue(encoder.encode('1}\n\nevent: log\ndata: x\n\nid: catalog-3\ndata: cut off'));
      return 200;
    });
    const { events, stop } = follow(server);
    await expect.poll(() => events.length).toBe(2);
    expect(events).toEqual([
      { name: 'message', data: '{"a":1}' },
      { name: 'log', data: 'x' },
    ]);
    stop();
  });

  it('goes on where it was, also after an answer that is an error', async () => {
    const server = serverOf(
      (_headers, body) => {
        body.enqueue(encoder.encode('id: catalog-7\n\nid: catalog-8\ndata: a\n\nid: catalog-9\ndata: cut'));
        body.close();
        return 200;
      },
      () => 503,
      (_headers, body) => {
        body.enqueue(encoder.encode('id: catalog-9\ndata: b\n\n'));
        return 200;
      },
    );
    const { events, states, stop } = follow(server);
    await expect.poll(() => events.map(({ data }) => data)).toEqual(['a', 'b']);
    expect(lastIds(server.asked)).toEqual([null, 'catalog-8', 'catalog-8']);
    expect(states).toEqual(['live', 'lost', 'lost', 'live']);
    stop();
  });

  it('begins anew where the position is none any more', async () => {
    const server = serverOf(
      (_headers, body) => {
        body.enqueue(encoder.encode('id: catalog-900\ndata: a\n\n'));
        body.close();
        return 200;
      },
      () => 422,
    );
    const { states, stop } = follow(server);
    await expect.poll(() => states.at(-1) === 'live' && server.asked.length === 3).toBe(true);
    expect(lastIds(server.asked)).toEqual([null, 'catalog-900', null]);
    stop();
  });

  it('asks again where nothing is heard any more', async () => {
    const server = serverOf((_headers, body) => {
      body.enqueue(encoder.encode('id: catalog-4\n\n'));
      return 200;
    });
    const { stop } = follow(server, 30);
    await expect.poll(() => server.asked.length).toBeGreaterThan(1);
    expect(lastIds(server.asked)[1]).toBe('catalog-4');
    stop();
  });

  it('stops at the end of the session', async () => {
    const server = serverOf(() => 401);
    const { states } = follow(server);
    await expect.poll(() => states).toEqual(['lost', 'ended']);
    expect(server.asked).toHaveLength(1);
  });
});
