/** One event on its way into the stream. */
export interface StreamMessage {
  /** The event's position, which becomes the message's sequence in the stream. */
  readonly position: number;
  readonly subject: string;
  /** The stream drops a second message with the same id. */
  readonly messageId: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The end of a stream. */
export interface StreamEnd {
  /** 0 = empty and never used. */
  readonly sequence: number;
  /** Whether it holds every message from 1 to `sequence`. */
  readonly complete: boolean;
}

/** A message as the stream holds it. */
export interface StoredMessage {
  readonly messageId: string;
  header(name: string): string | undefined;
}

/** Where a relay publishes: a stream whose sequences are log positions. A cache: whatever it loses is published again. */
export interface StreamPublisher {
  /**
   * Creates the stream, or checks the one there, and sets back consumers that are ahead of its end.
   *
   * @throws where the server does not take or keep the wanted settings
   */
  ensureStream(): Promise<void>;
  end(): Promise<StreamEnd>;
  /** The messages with these sequences, both ends included; undefined where there is none. */
  read(first: number, last: number): Promise<readonly (StoredMessage | undefined)[]>;
  /**
   * Stores the message as the one numbered `position`. Repeating one that is there already does nothing.
   *
   * @throws where the stream ends elsewhere than at `position - 1`, or does not answer: then the outcome is unknown
   */
  publish(message: StreamMessage): Promise<void>;
  /** Calls when the connection to the stream is back after a loss: the stream may be another one now. Returns how to end that. */
  onReconnect(listener: () => void): () => void;
  /** Removes the stream with all its messages and makes it anew; its durable consumers begin at the first message. */
  recreate(): Promise<void>;
}
