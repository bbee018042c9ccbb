import net from 'node:net';

/** A listener that nobody should ever reach. */
export interface Canary {
  readonly port: number;
  connections(): number;
  close(): Promise<void>;
}

/** Listens on every address of this host, and counts. */
export async function canary(): Promise<Canary> {
  let connections = 0;
  const server = net.createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '::', resolve));
  return {
    port: (server.address() as net.AddressInfo).port,
    connections: () => connections,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
