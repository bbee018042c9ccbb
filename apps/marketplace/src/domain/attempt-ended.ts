/** Why an attempt of a sync was ended from outside: what its signal's `reason` is. */
export type AttemptEnd = 'time-box' | 'stopping' | 'source-removed';

const words: Readonly<Record<AttemptEnd, string>> = {
  'time-box': 'the sync took longer than it may',
  stopping: 'the service stops; the sync goes on when it is back',
  'source-removed': 'the source was removed',
};

/** The reason of an ended attempt's signal. Only `time-box` is a failure; the others are not told of the source. */
export class AttemptEnded extends Error {
  constructor(readonly why: AttemptEnd) {
    super(words[why]);
  }
}
