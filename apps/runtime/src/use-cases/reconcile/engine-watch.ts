import type { ContainerEngine, EngineEvent } from '@enginehouse/container-engine';
import type { Logger } from '@enginehouse/service-kit';
import type { Clock } from '../../ports.js';

/** What watching the engine leads to. */
export interface EngineWatchTools {
  readonly engine: ContainerEngine;
  readonly labels: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onContainer: (containerId: string) => void;
  /** Compare everything: events may have been missed, or it is time. */
  readonly onDoubt: () => void;
}

const compareEveryMs = 30_000;

/** Follows the engine's events for as long as the runtime lives. Events make things quick; the comparisons make them right. */
export class EngineWatch {
  private status = { ok: false, detail: 'not reached yet' };
  private readonly ending = new AbortController();

  constructor(private readonly tools: EngineWatchTools) {}

  state(): { readonly ok: boolean; readonly detail: string } {
    return this.status;
  }

  async run(): Promise<void> {
    await Promise.all([this.follow(), this.compareNowAndThen()]);
  }

  stop(): void {
    this.ending.abort();
  }

  private async follow(): Promise<void> {
    const { engine, labels } = this.tools;
    for await (const event of engine.events({ labels, signal: this.ending.signal })) {
      this.hear(event);
    }
  }

  private hear(event: EngineEvent): void {
    switch (event.type) {
      case 'subscribed':
      case 'resubscribed':
        this.status = { ok: true, detail: 'events are followed' };
        this.tools.onDoubt();
        return;
      case 'disconnected':
        this.status = { ok: false, detail: event.failure.detail };
        this.tools.logger.warn({ code: event.failure.code }, event.failure.detail);
        return;
      case 'die':
      case 'destroy':
        this.tools.onContainer(event.id);
        return;
      case 'start':
      case 'oom':
      case 'health':
    }
  }

  private async compareNowAndThen(): Promise<void> {
    while (!this.ending.signal.aborted) {
      await this.tools.clock.sleep(compareEveryMs, this.ending.signal);
      this.tools.onDoubt();
    }
  }
}
