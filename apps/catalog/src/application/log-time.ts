/** An instant as the log writes times, UTC with milliseconds, so that both compare as text. */
export const logTime = (instant: string): string => new Date(instant).toISOString();
