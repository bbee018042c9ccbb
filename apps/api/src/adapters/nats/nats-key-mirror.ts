import { keysBucket, type AccessKey } from '@enginehouse/contracts';
import type { Bus, KeyValue, Stoppable } from '@enginehouse/messaging';
import type { Logger } from '@enginehouse/service-kit';
import type { KeyMirror } from '../../access/key-mirror.js';
import type { StoredToken } from '../../access/token-store.js';

type Keys = ReadonlyMap<string, AccessKey>;

const repeatMs = 30_000;
const retryMs = 1000;

/**
 * The tokens in force in the bucket KEYS, by their hash. What ought to be there is compared with what is there: after
 * every change, after every reconnect and every 30 s, so that a lost bucket or a failed write heals itself.
 */
export class NatsKeyMirror implements KeyMirror {
  private wanted: Keys | undefined;
  private written = new Map<string, string>();
  private bucket: KeyValue | undefined;
  private running: Promise<void> | undefined;
  private again = false;
  private timer: NodeJS.Timeout | undefined;
  private readonly reconnects: Stoppable;

  constructor(
    private readonly bus: Bus,
    private readonly logger: Logger,
  ) {
    this.reconnects = bus.onStateChange((connected) => {
      if (connected) {
        this.written.clear();
        this.trigger();
      }
    });
  }

  show(tokens: readonly StoredToken[]): void {
    this.wanted = new Map(tokens.map(({ hash, name, role, expiresAt }) => [hash, { name, role, expiresAt }]));
    this.trigger();
  }

  stop(): void {
    this.reconnects.stop();
    clearTimeout(this.timer);
    this.wanted = undefined;
  }

  /** One run at a time; what comes up meanwhile leads to another one right after. */
  private trigger(): void {
    if (this.running) {
      this.again = true;
      return;
    }
    clearTimeout(this.timer);
    this.running = this.run().finally(() => (this.running = undefined));
  }

  private async run(): Promise<void> {
    let delay = repeatMs;
    do {
      this.again = false;
      await this.reconcile().catch((error: unknown) => {
        delay = retryMs;
        this.logger.warn({ err: error }, 'the access keys for the gateway could not be written; trying again');
      });
    } while (this.again);
    if (this.wanted) {
      this.timer = setTimeout(() => this.trigger(), delay).unref();
    }
  }

  /** What is known to have changed first: a revoked key must not wait for a look at the whole bucket. */
  private async reconcile(): Promise<void> {
    const { wanted } = this;
    if (!wanted) {
      return;
    }
    const bucket = (this.bucket ??= await this.bus.keyValue(keysBucket, { create: true }));
    await this.remove(bucket, [...this.written.keys()], wanted);
    await this.writeChanged(bucket, wanted);
    const present = await bucket.keys();
    await this.remove(bucket, present, wanted);
    await this.writeMissing(bucket, wanted, new Set(present));
  }

  private async remove(bucket: KeyValue, hashes: readonly string[], wanted: Keys): Promise<void> {
    for (const hash of hashes.filter((each) => !wanted.has(each))) {
      await bucket.delete(hash);
      this.written.delete(hash);
    }
  }

  private async writeChanged(bucket: KeyValue, wanted: Keys): Promise<void> {
    for (const [hash, key] of wanted) {
      const text = JSON.stringify(key);
      if (this.written.get(hash) !== text) {
        await bucket.put(hash, key);
        this.written.set(hash, text);
      }
    }
  }

  private async writeMissing(bucket: KeyValue, wanted: Keys, present: ReadonlySet<string>): Promise<void> {
    for (const [hash, key] of wanted) {
      if (!present.has(hash)) {
        await bucket.put(hash, key);
      }
    }
  }
}
