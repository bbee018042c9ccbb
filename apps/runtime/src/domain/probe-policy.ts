/** When the health path is asked, and how many answers change an instance's state. Times are milliseconds. */
export interface ProbePolicy {
  readonly firstMs: number;
  readonly growth: number;
  readonly slowestMs: number;
  readonly livenessMs: number;
  /** How long one answer may take. */
  readonly timeoutMs: number;
  readonly failuresUntilUnhealthy: number;
  /** Further failures, once unhealthy, until the container is started anew. */
  readonly failuresUntilRestart: number;
  /** Good answers in a row that end being unhealthy; more than one, so that a flapping engine does not flap its route. */
  readonly goodsUntilReady: number;
  /** Changed answers recorded per attempt while it starts; the answers after that are not news. */
  readonly recordedAnswers: number;
}

export const defaultProbing: ProbePolicy = {
  firstMs: 250,
  growth: 1.5,
  slowestMs: 2000,
  livenessMs: 5000,
  timeoutMs: 5000,
  failuresUntilUnhealthy: 3,
  failuresUntilRestart: 12,
  goodsUntilReady: 2,
  recordedAnswers: 20,
};

/** The pause before the next startup probe. */
export const nextPause = (pauseMs: number, policy: ProbePolicy): number =>
  Math.min(pauseMs * policy.growth, policy.slowestMs);

/** What the health path said: `good` for a 2xx status; `text` is the status code or the connection error in words. */
export interface ProbeAnswer {
  readonly good: boolean;
  readonly text: string;
}
