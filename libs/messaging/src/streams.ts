import { DiscardPolicy, RetentionPolicy, StorageType, type JetStreamManager, type StreamConfig } from 'nats';
import type { StreamOptions } from './bus.js';

const duplicateWindowNanos = 120 * 1_000_000_000;

function configOf(options: StreamOptions): Partial<StreamConfig> & { name: string } {
  return {
    name: options.name,
    subjects: [...options.subjects],
    retention: RetentionPolicy.Limits,
    storage: StorageType.File,
    discard: DiscardPolicy.Old,
    max_age: (options.maxAgeSeconds ?? 0) * 1_000_000_000,
    duplicate_window: duplicateWindowNanos,
    allow_direct: true,
  };
}

/** Creates a stream or brings the one there to the wanted settings; throws when the server keeps other ones (old servers drop settings silently). */
export async function ensureStream(manager: JetStreamManager, options: StreamOptions): Promise<void> {
  const wanted = configOf(options);
  const existing = await manager.streams.info(options.name).catch(() => undefined);
  const info = existing
    ? await manager.streams.update(options.name, { ...existing.config, ...wanted })
    : await manager.streams.add(wanted);
  const kept = info.config;
  const same =
    kept.max_age === wanted.max_age &&
    JSON.stringify(kept.subjects) === JSON.stringify(wanted.subjects) &&
    kept.storage === wanted.storage;
  if (!same) {
    throw new Error(`stream ${options.name}: the server did not take the wanted settings: ${JSON.stringify(kept)}`);
  }
}
