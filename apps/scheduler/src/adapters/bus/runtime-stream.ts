import { streams } from '@enginehouse/contracts';
import type { Bus, Stoppable } from '@enginehouse/messaging';

const retryMs = 1000;
const keptSeconds = 24 * 60 * 60;

/** Keeps the stream RUNTIME there: workers' facts wait in it for the scheduler. Made again when NATS lost it. */
export class RuntimeStream {
  private retry: NodeJS.Timeout | undefined;
  private stopped = false;
  private reconnects: Stoppable | undefined;

  constructor(
    private readonly bus: Bus,
    private readonly onProblem: (error: unknown) => void,
  ) {}

  start(): void {
    this.reconnects = this.bus.onStateChange((connected) => {
      if (connected) {
        void this.ensure();
      }
    });
    void this.ensure();
  }

  stop(): void {
    this.stopped = true;
    this.reconnects?.stop();
    clearTimeout(this.retry);
  }

  private async ensure(): Promise<void> {
    clearTimeout(this.retry);
    try {
      await this.bus.ensureStream({ name: 'RUNTIME', subjects: streams.RUNTIME.subjects, maxAgeSeconds: keptSeconds });
    } catch (error) {
      this.onProblem(error);
      if (!this.stopped) {
        this.retry = setTimeout(() => void this.ensure(), retryMs);
      }
    }
  }
}
