import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Server, ServerResponse } from 'node:http';

const longestWaitMs = 5000;
const pollMs = 20;

/** An answer under way. Most are over before anybody asks for their signal, so it is made when somebody does. */
export class OpenAnswer {
  private controller: AbortController | undefined;
  private ended = false;

  get signal(): AbortSignal {
    this.controller ??= new AbortController();
    if (this.ended) this.controller.abort();
    return this.controller.signal;
  }

  end(): void {
    this.ended = true;
    this.controller?.abort();
  }
}

/** The answers under way. When the service stops, those that would go on for ever are told to end. */
@Injectable()
export class OpenAnswers implements OnModuleDestroy {
  private readonly open = new Set<OpenAnswer>();

  constructor(@Inject(HttpAdapterHost) private readonly host: HttpAdapterHost) {}

  /** Registers an answer; the signal is aborted when its client leaves or the service stops. */
  enter(response: ServerResponse): OpenAnswer {
    const answer = new OpenAnswer();
    this.open.add(answer);
    response.once('close', () => {
      this.open.delete(answer);
      answer.end();
    });
    return answer;
  }

  /** Lets nobody in, has the answers end, then closes what is left: connections without a request would linger. */
  async onModuleDestroy(): Promise<void> {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    server.close();
    this.open.forEach((answer) => answer.end());
    for (let waited = 0; this.open.size > 0 && waited < longestWaitMs; waited += pollMs) {
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
    server.closeAllConnections();
  }
}
