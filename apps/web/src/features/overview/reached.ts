/** Which of the first steps are done. */
export interface Reached {
  readonly backend: boolean;
  readonly worker: boolean;
  readonly deploy: boolean;
  readonly chat: boolean;
}

/** Counted from what is there: built-in backends serve as well as others, and what runs has one. */
export const reachedWith = (there: {
  readonly backends: number;
  readonly workers: number;
  readonly deployments: number;
  readonly hasChatted: boolean;
}): Reached => ({
  backend: there.backends > 0 || there.deployments > 0,
  worker: there.workers > 0,
  deploy: there.deployments > 0,
  chat: there.hasChatted,
});
