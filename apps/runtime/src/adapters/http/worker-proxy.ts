import { timingSafeEqual } from 'node:crypto';
import {
  createServer,
  request,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { workerKeyHeader } from '@enginehouse/service-kit';

/** What the proxy needs to know of the world. */
export interface WorkerProxyOptions {
  readonly host: string;
  readonly port: number;
  /** What callers must show in the worker key header. */
  readonly key: string;
  /** Where an instance's engine answers on this host; null when it does not run here. */
  readonly targetOf: (instance: string) => { readonly host: string; readonly port: number } | null;
}

const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Engines know no authentication, so on a host that others can reach they listen on loopback only, and this stands
 * before them: `/i/<instance>/...` goes on to the engine, for callers that show the key. Bodies stream both ways; when
 * either side goes away, so does the other.
 */
export class WorkerProxy {
  private readonly server: Server;

  constructor(private readonly options: WorkerProxyOptions) {
    this.server = createServer((incoming, outgoing) => this.handle(incoming, outgoing));
    // Answers of an engine can take as long as they like; only the request's head must come in time.
    this.server.requestTimeout = 0;
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(this.options.port, this.options.host, resolve);
    });
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private handle(incoming: IncomingMessage, outgoing: ServerResponse): void {
    if (!this.isTrusted(incoming.headers[workerKeyHeader])) {
      refuse(outgoing, 401, 'unauthenticated', `${workerKeyHeader} is missing or wrong`);
      return;
    }
    const [, instance = '', rest = '/'] = /^\/i\/([^/?]+)(\/.*)?$/.exec(incoming.url ?? '') ?? [];
    const target = this.options.targetOf(decode(instance));
    if (!target) {
      refuse(outgoing, 404, 'instance-not-found', `no such instance runs on this worker`);
      return;
    }
    this.forward(incoming, outgoing, { ...target, path: rest });
  }

  private forward(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    target: { readonly host: string; readonly port: number; readonly path: string },
  ): void {
    const upstream = request(
      // A new connection each time: on loopback it costs nothing, and an engine that was restarted cannot break it.
      { ...target, method: incoming.method, headers: endToEnd(incoming.headers, target), agent: false },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, endToEnd(answer.headers));
        answer.pipe(outgoing);
        // An answer that breaks off must look broken to the caller too, not finished.
        answer.once('error', () => outgoing.destroy());
      },
    );
    upstream.once('error', (error) => {
      if (outgoing.headersSent) {
        outgoing.destroy();
      } else {
        refuse(outgoing, 502, 'upstream-failed', `the engine does not answer: ${error.message}`);
      }
    });
    outgoing.once('close', () => upstream.destroy());
    incoming.once('error', () => upstream.destroy());
    incoming.pipe(upstream);
  }

  private isTrusted(given: string | string[] | undefined): boolean {
    const shown = Buffer.from(typeof given === 'string' ? given : '');
    const wanted = Buffer.from(this.options.key);
    return shown.length === wanted.length && timingSafeEqual(shown, wanted);
  }
}

function endToEnd(
  headers: IncomingHttpHeaders,
  target?: { readonly host: string; readonly port: number },
): IncomingHttpHeaders {
  const named = new Set((headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase()));
  const kept = Object.entries(headers).filter(
    ([name]) => !hopByHop.has(name) && !named.has(name) && name !== workerKeyHeader,
  );
  return { ...Object.fromEntries(kept), ...(target ? { host: `${target.host}:${target.port}` } : {}) };
}

function refuse(outgoing: ServerResponse, status: number, code: string, detail: string): void {
  outgoing.writeHead(status, { 'content-type': 'application/problem+json' });
  outgoing.end(JSON.stringify({ type: `https://enginehouse.dev/problems/${code}`, title: code, status, code, detail }));
}

function decode(token: string): string {
  try {
    return decodeURIComponent(token);
  } catch {
    return '';
  }
}
