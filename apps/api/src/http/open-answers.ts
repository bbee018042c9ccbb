import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { ServerResponse } from 'node:http';

/** The answers under way. When the service stops, those that would go on for ever are told to end. */
@Injectable()
export class OpenAnswers implements OnModuleDestroy {
  private readonly controllers = new Set<AbortController>();
  private stopping = false;

  /** Registers an answer; the signal is aborted when its client leaves or the service stops. */
  enter(response: ServerResponse): { readonly signal: AbortSignal } {
    const controller = new AbortController();
    this.controllers.add(controller);
    response.once('close', () => {
      this.controllers.delete(controller);
      controller.abort();
    });
    if (this.stopping) {
      controller.abort();
    }
    return { signal: controller.signal };
  }

  onModuleDestroy(): void {
    this.stopping = true;
    this.controllers.forEach((controller) => controller.abort());
  }
}
