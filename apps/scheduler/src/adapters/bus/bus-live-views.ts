import { heartbeat, progress, type Progress } from '@enginehouse/contracts';
import type { Bus, Stoppable } from '@enginehouse/messaging';
import { subjectOf } from '../../domain/events.js';
import type { HeardBeat, LiveViews } from '../../queries/live-views.js';

/** Who is to know that a worker was heard. */
export type HeardListener = (worker: string) => void;

const rememberedInstances = 10_000;

/** What is told on the bus without being kept anywhere: heartbeats, progress, and how far the catalog is. */
export class BusLiveViews implements LiveViews {
  private readonly heartbeats = new Map<string, HeardBeat>();
  private readonly progress = new Map<string, Progress>();
  private readonly revisions = new Map<string, number>();
  private running: Stoppable[] = [];
  private rejectedMessages = 0;

  constructor(
    private readonly bus: Bus,
    private readonly onHeard: HeardListener,
  ) {}

  /** Messages that were not what they should be, or not from whom they claimed. */
  get rejected(): number {
    return this.rejectedMessages;
  }

  start(): void {
    this.running = [
      this.bus.subscribe('heartbeat.*', (payload, subject) => this.noteHeartbeat(payload, subject)),
      this.bus.subscribe('progress.*.*', (payload, subject) => this.noteProgress(payload, subject)),
      this.bus.tail({
        stream: 'CATALOG',
        after: 0,
        handler: ({ streamId, type, position }) => this.noteRevision(subjectOf(streamId), type, position),
      }),
    ];
  }

  stop(): void {
    this.running.forEach((each) => each.stop());
    this.running = [];
  }

  heartbeatOf(worker: string): HeardBeat | undefined {
    return this.heartbeats.get(worker);
  }

  progressOf(instance: string): Progress | undefined {
    return this.progress.get(instance);
  }

  backendRevision(backend: string): number | null {
    return this.revisions.get(backend.toLowerCase()) ?? null;
  }

  private noteHeartbeat(payload: unknown, subject: string): void {
    const beat = heartbeat.safeParse(payload);
    if (!beat.success || subject !== `heartbeat.${beat.data.worker}`) {
      this.rejectedMessages += 1;
      return;
    }
    this.heartbeats.set(beat.data.worker, { ...beat.data, heardAt: new Date().toISOString() });
    this.onHeard(beat.data.worker);
  }

  private noteProgress(payload: unknown, subject: string): void {
    const news = progress.safeParse(payload);
    if (!news.success || subject !== `progress.${news.data.worker}.${news.data.instance}`) {
      this.rejectedMessages += 1;
      return;
    }
    // Taken out first, so that the map stays in the order of the last news and the oldest goes first.
    this.progress.delete(news.data.instance);
    this.progress.set(news.data.instance, news.data);
    const [oldest] = this.progress.keys();
    if (this.progress.size > rememberedInstances && oldest !== undefined) {
      this.progress.delete(oldest);
    }
  }

  private noteRevision(backend: string, type: string, position: number): void {
    if (type === 'BackendDeleted') {
      this.revisions.delete(backend.toLowerCase());
    } else {
      this.revisions.set(backend.toLowerCase(), position);
    }
  }
}
