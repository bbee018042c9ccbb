import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Problem } from '@enginehouse/contracts';
import { afterEach, describe, expect, it } from 'vitest';
import { api } from './support/api.js';
import { stack } from './support/stack.js';

const gibibyte = 1024 ** 3;
const open: Socket[] = [];
afterEach(() => open.splice(0).forEach((socket) => socket.destroy()));

/** The resident memory of the API, as it reports it itself. */
async function residentMib(): Promise<number> {
  const text = await (await fetch(`${stack().apiUrl}/metrics`)).text();
  return Number(/^process_resident_memory_bytes(?:\{.*\})? (\S+)$/m.exec(text)?.[1]) / 1024 ** 2;
}

/** A connection that sends the head of an upload and then whatever it is told to. */
async function upload(...headers: readonly string[]): Promise<Socket> {
  const { hostname, port } = new URL(stack().apiUrl);
  const socket = connect(Number(port), hostname);
  open.push(socket);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  const head = ['POST /v1/backends HTTP/1.1', 'host: test', `authorization: Bearer ${stack().token}`, ...headers];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  return socket;
}

/** Unlike `once` of node:events, also where the connection is broken off. */
const happens = (socket: Socket, event: 'drain' | 'close') => new Promise((resolve) => socket.once(event, resolve));
const closed = (socket: Socket) => (socket.closed ? undefined : happens(socket, 'close'));

/** Everything that comes until the other side closes, or breaks off what it does not want to read. */
async function answerOn(socket: Socket): Promise<{ readonly status: number; readonly problem: Problem }> {
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await closed(socket);
  const [head = '', body = ''] = text.split('\r\n\r\n');
  return { status: Number(/^HTTP\/1.1 (\d+)/.exec(head)?.[1]), problem: JSON.parse(body) as Problem };
}

describe('an upload of one gibibyte', () => {
  it('is refused before any of it is sent when it says so', async () => {
    const socket = await upload('content-type: application/yaml', `content-length: ${gibibyte}`);
    const { status, problem } = await answerOn(socket);
    expect({ status, code: problem.code }).toEqual({ status: 413, code: 'input-too-large' });
    expect(problem.hint).toContain('1 MiB');
  });

  it('is cut off at the limit when it does not say so, and the memory stays flat', async () => {
    const before = await residentMib();
    const answers = await Promise.all(Array.from({ length: 8 }, () => endlessUpload()));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 413));
    expect(Math.max(...answers.map(({ sentMib }) => sentMib))).toBeLessThan(16);
    expect((await residentMib()) - before).toBeLessThan(64);
  });
});

/** Sends for as long as somebody takes it, up to a gibibyte. */
async function endlessUpload(): Promise<{ readonly status: number; readonly sentMib: number }> {
  const socket = await upload('content-type: application/yaml', 'transfer-encoding: chunked');
  const answer = answerOn(socket);
  const piece = Buffer.from(`10000\r\n${'#'.repeat(0x10000 - 1)}\n\r\n`);
  let sent = 0;
  while (sent < gibibyte && socket.writable) {
    sent += piece.length;
    if (!socket.write(piece)) await Promise.race([happens(socket, 'drain'), happens(socket, 'close')]);
  }
  return { status: (await answer).status, sentMib: sent / 1024 ** 2 };
}

describe('uploads that come a byte at a time', () => {
  it('hold up nobody else and take next to no memory', async () => {
    const before = await residentMib();
    const slow = await Promise.all(
      Array.from({ length: 300 }, () => upload('content-type: application/yaml', 'content-length: 1000')),
    );
    for (let round = 0; round < 10; round += 1) {
      slow.forEach((socket) => socket.write('#'));
      const started = performance.now();
      expect((await api('GET', '/v1/backends?limit=1')).status).toBe(200);
      expect(performance.now() - started).toBeLessThan(1000);
      await pause(100);
    }
    expect((await residentMib()) - before).toBeLessThan(64);
  });
});

async function refused(type: string | undefined, body: Uint8Array) {
  const answer = await fetch(`${stack().apiUrl}/v1/backends`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack().token}`, ...(type === undefined ? {} : { 'content-type': type }) },
    body: new Blob([Buffer.from(body)]),
  });
  return { status: answer.status, problem: (await answer.json()) as Problem };
}

describe('a body that is not what it should be', () => {
  it.each([
    undefined,
    'text/html',
    'application/xml',
    'multipart/form-data; boundary=x',
    'application/yaml; charset=latin1',
  ])('is refused with the type %s', async (type) => {
    const { status, problem } = await refused(type, Buffer.from('backend_name: a-custom'));
    expect({ status, code: problem.code }).toEqual({ status: 415, code: 'unsupported-media-type' });
    expect(problem.hint).toContain('application/json or application/yaml');
  });

  it.each(['application/json', 'application/yaml'])('is refused when it is broken UTF-8 (%s)', async (type) => {
    const { status, problem } = await refused(type, Buffer.from([0x61, 0x3a, 0x20, 0xc3, 0x28]));
    expect({ status, code: problem.code }).toEqual({ status: 400, code: 'malformed-body' });
    expect(problem.detail).toContain('UTF-8');
  });
});
