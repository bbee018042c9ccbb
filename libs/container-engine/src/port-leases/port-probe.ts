import net from 'node:net';

/** Whether a TCP port can be bound on an address of this host; the answer holds for the moment only. */
export async function canBind(port: number, address: string): Promise<boolean> {
  return await new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: address, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
