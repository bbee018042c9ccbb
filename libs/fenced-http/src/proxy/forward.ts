import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { statusOf, type Passage } from './passage.js';
import { meter, reach } from './reach.js';
import type { Target } from '../target.js';

/** Serves a request that names its whole address, as programs ask a proxy for http. */
export async function forward(request: IncomingMessage, response: ServerResponse, passage: Passage): Promise<void> {
  const target = await passage.targetOf(request.url ?? '');
  if (!target.ok) return refuse(response, statusOf(target.error));
  try {
    await pass(request, response, target.value, passage);
  } catch (error) {
    refuse(response, statusOf(passage.failed(error, target.value)));
  }
}

async function pass(
  request: IncomingMessage,
  response: ServerResponse,
  target: Target,
  passage: Passage,
): Promise<void> {
  const { url } = target;
  const socket = await reach(target, passage);
  const outgoing = http.request({
    createConnection: () => socket,
    method: request.method,
    path: url.pathname + url.search,
    headers: { ...endToEnd(request.headers), host: url.host, connection: 'close' },
  });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve).once('error', reject);
  });
  const [answer] = await Promise.all([answered, pipeline(request, outgoing)]);
  response.writeHead(answer.statusCode ?? 502, endToEnd(answer.headers));
  await pipeline(answer, meter(target, passage), response);
}

const hopByHop = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-authorization',
  'proxy-authenticate',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

const endToEnd = (headers: http.IncomingHttpHeaders): http.OutgoingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.has(name)));

function refuse(response: ServerResponse, status: number): void {
  if (response.headersSent) response.destroy();
  else response.writeHead(status, { connection: 'close' }).end();
}
