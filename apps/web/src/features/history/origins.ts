import { backendEvents, type HistoryEntry } from '@enginehouse/contracts';

/** Who made something, and when. */
export interface Origin {
  readonly actor: string;
  readonly at: string;
}

type Origins = ReadonlyMap<string, Origin>;

/** For each version of a backend who added it and when, from its history, oldest first. */
export function originsOf(history: readonly HistoryEntry[]): Origins {
  return history.reduce<Origins>((before, entry) => after(before, entry), new Map());
}

function after(before: Origins, { type, data, actor, at }: HistoryEntry): Origins {
  const by = { actor, at };
  if (type === 'BackendDeleted') return new Map();
  if (type === 'VersionAdded') {
    const added = backendEvents.VersionAdded.safeParse(data);
    return added.success ? new Map([...before, [added.data.version.name, by]]) : before;
  }
  if (type === 'VersionRemoved') {
    const removed = backendEvents.VersionRemoved.safeParse(data);
    return new Map([...before].filter(([name]) => name !== removed.data?.version));
  }
  if (type === 'BackendRegistered' || type === 'BackendRolledBack') {
    const whole = backendEvents.BackendRegistered.safeParse(data);
    const versions = whole.data?.definition.versions ?? [];
    // What a rollback did not change was made by whoever made it first.
    return whole.success ? new Map(versions.map(({ name }) => [name, before.get(name) ?? by])) : before;
  }
  return before;
}
