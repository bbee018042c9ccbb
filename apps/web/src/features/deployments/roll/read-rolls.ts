import type { RollView } from '@enginehouse/contracts';

const storageKey = 'enginehouse.read-rolls';
/** Of the last ones; those before are of deployments that have rolled since, or are gone. */
const remembered = 50;

type Roll = Pick<RollView, 'startedAt'>;

/** One roll of one deployment: no two of them start at the same moment. */
export const rollKey = (deployment: string, { startedAt }: Roll): string => `${deployment} ${startedAt}`;

/** Whether the end of this roll was put away in this browser. */
export const wasRead = (deployment: string, roll: Roll, storage: Storage = localStorage): boolean =>
  readIn(storage).includes(rollKey(deployment, roll));

/** Remembers that the end of this roll was put away. A browser that keeps nothing shows it again. */
export function markRead(deployment: string, roll: Roll, storage: Storage = localStorage): void {
  const keys = [...readIn(storage).filter((key) => key !== rollKey(deployment, roll)), rollKey(deployment, roll)];
  try {
    storage.setItem(storageKey, JSON.stringify(keys.slice(-remembered)));
  } catch {
    // Full or forbidden.
  }
}

function readIn(storage: Storage): readonly string[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(storageKey) ?? '[]');
    return Array.isArray(kept) ? kept.filter((key) => typeof key === 'string') : [];
  } catch {
    return [];
  }
}
