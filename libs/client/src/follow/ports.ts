import type { FeedPage, Problem, RecordedEvent, Result } from '@enginehouse/contracts';

/** Which page of a log is wanted. */
export interface FeedRange {
  readonly after: number;
  readonly limit: number;
  /** How long the answer may wait for the first event, in seconds. */
  readonly wait: number;
}

/** The log itself, page by page. */
export interface LogFeed {
  read(range: FeedRange, signal: AbortSignal): Promise<Result<FeedPage, Problem>>;
}

/** A message of the log's stream; `event` is undefined where it is none of ours. */
export interface LiveMessage {
  readonly event: RecordedEvent | undefined;
  readonly logId: string | undefined;
  readonly epoch: number;
}

/** The log's stream. A cache: it may be away, begin late, lack its end, or be another log's. */
export interface LiveLog {
  /** Whether it can be asked now. */
  readonly available: boolean;
  /**
   * What is stored behind a position and what arrives later, until the connection or the stream is gone.
   *
   * @throws where the stream cannot be read
   */
  messages(after: number, signal: AbortSignal): AsyncGenerator<LiveMessage>;
  close(): Promise<void>;
}
