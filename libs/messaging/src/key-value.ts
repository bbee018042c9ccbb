import { StorageType, type JetStreamClient, type KV } from 'nats';
import { repeat, type OnStop } from './repeat.js';
import { decode, encode } from './wire.js';
import type { Stoppable } from './bus.js';

/** What a watcher is told. `value` is null when the key is gone. */
export interface WatchHandler {
  entry(key: string, value: unknown): void;
  /** Everything that was there has been told; called again after the watch had to be renewed. */
  ready?(): void;
}

/** A key-value bucket on JetStream. Keys are `[A-Za-z0-9_=.-]+`. */
export interface KeyValue {
  put(key: string, value: unknown): Promise<void>;
  get(key: string): Promise<unknown>;
  delete(key: string): Promise<void>;
  keys(): Promise<readonly string[]>;
  /** Tells every entry, then every change, for ever: across reconnects and a lost bucket. */
  watch(handler: WatchHandler): Stoppable;
}

const retryMs = 500;

/** Opens a bucket. An owner's bucket is made when missing, also when it is lost later. */
export async function openKeyValue(js: JetStreamClient, bucket: string, owner: boolean): Promise<KeyValue> {
  const open = () =>
    owner ? js.views.kv(bucket, { history: 1, storage: StorageType.File }) : js.views.kv(bucket, { bindOnly: true });
  let kv: KV = await open();
  const withBucket = async <T>(use: (kv: KV) => Promise<T>): Promise<T> => {
    try {
      return await use(kv);
    } catch (error) {
      if (!owner) {
        throw error;
      }
      kv = await open();
      return use(kv);
    }
  };
  return {
    put: (key, value) => withBucket(async (bucketView) => void (await bucketView.put(key, encode(value)))),
    delete: (key) => withBucket((bucketView) => bucketView.delete(key)),
    get: async (key) => {
      const entry = await withBucket((bucketView) => bucketView.get(key));
      return entry && entry.operation === 'PUT' ? decode(entry.value) : null;
    },
    keys: () => withBucket(allKeys),
    watch: (handler) => watchForEver(async () => (kv = await open()), handler),
  };
}

async function allKeys(kv: KV): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const key of await kv.keys()) {
    keys.push(key);
  }
  return keys;
}

function watchForEver(open: () => Promise<KV>, handler: WatchHandler): Stoppable {
  const known = new Set<string>();
  const round = async (onStop: OnStop) => {
    const kv = await open();
    const seen = new Set<string>();
    const announceReady = () => {
      forgetMissing(known, seen, handler);
      handler.ready?.();
    };
    const entries = await kv.watch({ initializedFn: announceReady });
    onStop(() => entries.stop());
    for await (const entry of entries) {
      const value = entry.operation === 'PUT' ? decode(entry.value) : null;
      track(known, seen, entry.key, value !== null);
      handler.entry(entry.key, value);
    }
  };
  return repeat(round, { pauseMs: retryMs });
}

function track(known: Set<string>, seen: Set<string>, key: string, present: boolean): void {
  const change = (keys: Set<string>) => (present ? keys.add(key) : keys.delete(key));
  change(known);
  change(seen);
}

function forgetMissing(known: Set<string>, seen: Set<string>, handler: WatchHandler): void {
  for (const key of [...known].filter((candidate) => !seen.has(candidate))) {
    known.delete(key);
    handler.entry(key, null);
  }
}
