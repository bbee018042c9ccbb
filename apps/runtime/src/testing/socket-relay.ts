import { connect, createServer, type Server, type Socket } from 'node:net';

/** Stands between the runtime and the engine's socket, so that a test can take the engine away from the one without ending the other. */
export class SocketRelay {
  private server: Server | null = null;
  private readonly open = new Set<Socket>();

  constructor(
    private readonly socketPath: string,
    private readonly target: string,
  ) {}

  get host(): string {
    return `unix://${this.socketPath}`;
  }

  async join(): Promise<void> {
    const server = createServer((near) => {
      const far = connect(this.target);
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        this.open.add(from);
        from.on('error', () => to.destroy());
        from.on('close', () => {
          this.open.delete(from);
          to.destroy();
        });
        from.pipe(to);
      }
    });
    await new Promise<void>((resolve) => server.listen(this.socketPath, resolve));
    this.server = server;
  }

  async cut(): Promise<void> {
    const { server } = this;
    this.server = null;
    this.open.forEach((socket) => socket.destroy());
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  }
}
