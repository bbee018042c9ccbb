import http from 'node:http';
import net, { type AddressInfo } from 'node:net';

/** A server on 127.0.0.1. */
export interface Served {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Serves what the listener answers. */
export async function serve(listener: http.RequestListener): Promise<Served> {
  const server = http.createServer(listener);
  const port = await listening(server);
  const close = async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  };
  return { url: `http://127.0.0.1:${port}`, port, close };
}

/** Speaks whatever bytes it is told to, once somebody has asked. */
export async function serveRaw(speak: (socket: net.Socket) => void): Promise<Served> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    socket.once('data', () => speak(socket));
  });
  const port = await listening(server);
  const close = () =>
    new Promise<void>((resolve) => {
      for (const socket of sockets) socket.destroy();
      server.close(() => resolve());
    });
  return { url: `http://127.0.0.1:${port}`, port, close };
}

/** A listener that nobody should ever reach. */
export interface Canary extends Served {
  connections(): number;
}

/** Listens on every address of this host, and counts. */
export async function canary(): Promise<Canary> {
  let connections = 0;
  const server = net.createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '::', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { url: `http://127.0.0.1:${port}`, port, connections: () => connections, close };
}

async function listening(server: net.Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Answers for ever, as fast as it is read. */
export function endless(response: NodeJS.WritableStream & { readonly destroyed?: boolean }): void {
  const part = Buffer.alloc(65_536, 'x');
  const more = () => {
    while (response.destroyed !== true && response.write(part));
  };
  response.on('drain', more).on('error', () => undefined);
  more();
}
