/** The places of a sync where a test may end the process. */
export const failpoints = [
  'after-fetch',
  'after-verify',
  'after-read',
  'mid-stage',
  'after-stage',
  'before-switch',
  'after-switch',
  'before-trim',
  'after-trim',
] as const;
export type Failpoint = (typeof failpoints)[number];

/** Called at each of them. Only tests pass one that does anything: no configuration leads here. */
export type AtFailpoint = (point: Failpoint, source: string) => Promise<void>;

export const noFailpoints: AtFailpoint = () => Promise.resolve();
