import type { Checkpoint } from '@enginehouse/client';

export interface Entry {
  readonly checkpoint: Checkpoint;
  readonly events: readonly (readonly [position: number, id: string])[];
  readonly source: 'feed' | 'nats';
}

export function readJournal(file: string): readonly Entry[];
