/** Seconds between the stop signal and SIGKILL. */
export const stopGraceSeconds = 10;

/** The same for a container whose instance was given away: it must be gone before its successor elsewhere is well under way. */
export const fencedGraceSeconds = 3;
