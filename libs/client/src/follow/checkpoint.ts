/** How far a follower has come, and in which log: what is stored together with the effect of the events up to there. */
export interface Checkpoint {
  /** Position of the last event that was handled. */
  readonly position: number;
  readonly logId: string;
  /** The life of the log in which that event was written; it grows when a log is restored from a backup. */
  readonly epoch: number;
  /** Id of the last event: shows that the log still has it there. */
  readonly eventId?: string;
}

/** Where a follower finds out how far its effects have come. Whoever handles events writes it, with their effect. */
export interface CheckpointSource {
  /** Undefined: nothing was handled yet. */
  load(): Promise<Checkpoint | undefined> | Checkpoint | undefined;
}

/** Where a follower stands. Before its first event it may not know yet in which log. */
export type Place = Checkpoint | { readonly position: number; readonly logId?: undefined };
