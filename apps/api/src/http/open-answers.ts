import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Server, ServerResponse } from 'node:http';

const longestWaitMs = 5000;
const pollMs = 20;

/** The answers under way. When the service stops, those that would go on for ever are told to end. */
@Injectable()
export class OpenAnswers implements OnModuleDestroy {
  private readonly controllers = new Set<AbortController>();

  constructor(@Inject(HttpAdapterHost) private readonly host: HttpAdapterHost) {}

  /** Registers an answer; the signal is aborted when its client leaves or the service stops. */
  enter(response: ServerResponse): { readonly signal: AbortSignal } {
    const controller = new AbortController();
    this.controllers.add(controller);
    response.once('close', () => {
      this.controllers.delete(controller);
      controller.abort();
    });
    return { signal: controller.signal };
  }

  /** Lets nobody in, has the answers end, then closes what is left: connections without a request would linger. */
  async onModuleDestroy(): Promise<void> {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    server.close();
    this.controllers.forEach((controller) => controller.abort());
    for (let waited = 0; this.controllers.size > 0 && waited < longestWaitMs; waited += pollMs) {
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
    server.closeAllConnections();
  }
}
