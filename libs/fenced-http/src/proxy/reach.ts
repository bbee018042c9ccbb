import { connect, type Socket } from 'node:net';
import { Transform } from 'node:stream';
import { lookupOf } from '../lookup-of.js';
import type { Target } from '../target.js';
import type { Passage } from './passage.js';

const defaultPorts: Readonly<Partial<Record<string, number>>> = { 'http:': 80, 'https:': 443 };

/**
 * Connects to the addresses of a target that were checked, and to nothing else. Silence of `timeoutMs` ends the
 * connection, while it is made and afterwards.
 *
 * @throws where none of the addresses answers
 */
export async function reach(target: Target, passage: Passage): Promise<Socket> {
  const { url } = target;
  const socket = passage.adopt(
    connect({
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: Number(url.port) || (defaultPorts[url.protocol] ?? 443),
      lookup: lookupOf(target),
    }),
  );
  const silence = () => {
    const reason = new DOMException('silent', 'TimeoutError');
    passage.failed(reason, target);
    socket.destroy(reason);
  };
  return await new Promise((resolve, reject) => {
    socket.setTimeout(passage.options.timeoutMs, silence);
    socket.once('connect', () => resolve(socket)).once('error', reject);
    socket.once('close', () => reject(new DOMException('given up', 'AbortError')));
  });
}

/** Counts what comes back through it; after the last byte allowed it passes nothing on. */
export function meter(target: Target, passage: Passage): Transform {
  const count = passage.counting(target);
  return new Transform({
    transform: (part: Uint8Array, _, done) => {
      if (count(part)) done(null, part);
      else done(new Error('too much came back'));
    },
  });
}
