import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { statusOf, type Passage } from './passage.js';
import { meter, reach } from './reach.js';
import type { Target } from '../target.js';

/** Serves a CONNECT: bytes in both directions, once the target is checked and connected to. */
export async function tunnel(request: IncomingMessage, client: Duplex, head: Buffer, passage: Passage): Promise<void> {
  const authority = request.url ?? '';
  // Anything but a host and a port would mean something else inside a URL.
  if (!/^[^\s/\\?#@]+:\d{1,5}$/.test(authority)) return refuse(client, 400);
  const target = await passage.targetOf(`https://${authority}`);
  if (!target.ok) return refuse(client, statusOf(target.error));
  const upstream = await reach(target.value, passage).catch((error: unknown) => {
    refuse(client, statusOf(passage.failed(error, target.value)));
  });
  if (upstream !== undefined) await join(client, upstream, head, { target: target.value, passage });
}

async function join(
  client: Duplex,
  upstream: Duplex,
  head: Buffer,
  { target, passage }: { readonly target: Target; readonly passage: Passage },
): Promise<void> {
  client.write('HTTP/1.1 200 Connection established\r\n\r\n');
  upstream.write(head);
  const both = [pipeline(client, upstream), pipeline(upstream, meter(target, passage), client)];
  // How it ended is between the two of them; what the fence itself ends is noted already.
  await Promise.allSettled(both);
}

function refuse(client: Duplex, status: number): void {
  if (client.writable) client.end(`HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
