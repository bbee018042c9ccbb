import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { catalogNews, catalogNewsEveryMs, catalogNewsSubject } from '@enginehouse/contracts';
import { BUS, type Bus, type Stoppable } from '@enginehouse/messaging';
import { AnswerMemory, type Asking, type Question, type WrittenAnswer } from './answer-memory.js';

const limits = { bytes: 64 * 1024 * 1024, keepMs: 10 * 60_000 };
/** So long after the last news there may be nobody who would tell any. */
const silenceMs = 5 * catalogNewsEveryMs;
const caughtUpWithinMs = 1000;

/** What is needed of the bus. */
export type HeardBus = Pick<Bus, 'subscribe' | 'onStateChange' | 'soleServer' | 'caughtUp'>;

/**
 * Answers of the catalog that hold, and nobody reads the past by them. The catalog tells what has changed before it
 * answers the change; whoever wants to use what is remembered first waits until all news have come in that were told
 * before the request. docs/decisions/0015-remembered-answers.md says why that is enough.
 */
@Injectable()
export class CatalogAnswers implements OnModuleDestroy {
  private readonly memory = new AnswerMemory(limits);
  private readonly listening: readonly Stoppable[];
  /** When a catalog on this very server was last heard, and one that is elsewhere. */
  private heardAt = Number.NEGATIVE_INFINITY;
  private elsewhereAt = Number.NEGATIVE_INFINITY;

  constructor(@Inject(BUS) private readonly bus: HeardBus) {
    this.listening = [
      bus.subscribe(catalogNewsSubject, (payload) => this.told(payload)),
      bus.onStateChange(() => this.startAgain()),
    ];
  }

  /** Whether an answer is remembered, which may be old: use `current`. */
  has(key: string): boolean {
    return this.isTold() && this.memory.find(key, performance.now()) !== undefined;
  }

  /** The answer that the catalog would give now, where it is remembered. */
  async current(key: string): Promise<WrittenAnswer | undefined> {
    const isCaughtUp = await this.bus.caughtUp(caughtUpWithinMs);
    return isCaughtUp && this.isTold() ? this.memory.find(key, performance.now()) : undefined;
  }

  /** Before the catalog is asked; undefined where its answer cannot be remembered. */
  begin(question: Question): Asking | undefined {
    return this.isTold() ? this.memory.begin(question) : undefined;
  }

  keep(asking: Asking, answer: WrittenAnswer): void {
    this.memory.keep(asking, answer, performance.now());
  }

  end(asking: Asking): void {
    this.memory.end(asking);
  }

  /** Connections that are still open may bring requests, and no news come in any more. */
  onModuleDestroy(): void {
    this.listening.forEach((each) => each.stop());
    this.startAgain();
  }

  private told(payload: unknown): void {
    const news = catalogNews.safeParse(payload);
    // News that cannot be read are of a later release, and may be about anything.
    this.memory.forget(news.success ? news.data.changed : null);
    const server = this.bus.soleServer();
    if (server !== undefined && news.data?.server === server) {
      this.heardAt = performance.now();
      return;
    }
    // What comes from another server comes late, and may be lost on its way without a word.
    this.elsewhereAt = performance.now();
    this.memory.forget(null);
  }

  /** Whether news reach this process in the order in which they and the answers were sent, from every catalog there is. */
  private isTold(): boolean {
    const since = performance.now() - silenceMs;
    return this.bus.soleServer() !== undefined && this.heardAt > since && this.elsewhereAt < since;
  }

  /** What was told while there was no connection is lost. */
  private startAgain(): void {
    this.memory.forget(null);
    this.heardAt = Number.NEGATIVE_INFINITY;
  }
}
