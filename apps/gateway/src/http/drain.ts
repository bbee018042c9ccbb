import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Server } from 'node:http';

const longestWaitMs = 8000;
const sweepMs = 50;

/** When the gateway stops: lets nobody in, gives the answers under way some seconds to end, then closes what is left. */
@Injectable()
export class Drain implements OnModuleDestroy {
  constructor(@Inject(HttpAdapterHost) private readonly host: HttpAdapterHost) {}

  async onModuleDestroy(): Promise<void> {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    const closed = new Promise((resolve) => server.close(resolve));
    // A connection becomes idle when its answer is over, and would be kept open for the next request.
    const sweep = setInterval(() => server.closeIdleConnections(), sweepMs);
    const deadline = new Promise((resolve) => setTimeout(resolve, longestWaitMs).unref());
    await Promise.race([closed, deadline]);
    clearInterval(sweep);
    server.closeAllConnections();
  }
}
