import type { Decision } from '../domain/events.js';

/** Decisions of one stream that follow each other: appended together or not at all. */
export interface Unit {
  readonly streamId: string;
  readonly decisions: readonly Decision[];
  /** Place of the first among all decisions of the cause. */
  readonly ordinal: number;
}

/**
 * Cuts decisions into waves that can be appended at once without changing their order in the log: within a wave no
 * stream comes up twice.
 */
export function wavesOf(decisions: readonly Decision[]): readonly (readonly Unit[])[] {
  const waves: Unit[][] = [];
  decisions.forEach((decision, ordinal) => {
    const wave = waves.at(-1) ?? [];
    const last = wave.at(-1);
    if (last?.streamId === decision.streamId) {
      wave[wave.length - 1] = { ...last, decisions: [...last.decisions, decision] };
    } else if (wave.length === 0 || wave.some(({ streamId }) => streamId === decision.streamId)) {
      waves.push([unitOf(decision, ordinal)]);
    } else {
      wave.push(unitOf(decision, ordinal));
    }
  });
  return waves;
}

const unitOf = (decision: Decision, ordinal: number): Unit => ({
  streamId: decision.streamId,
  decisions: [decision],
  ordinal,
});
