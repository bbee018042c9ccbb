/** A stream to write to, and what is known of it. */
export interface Output {
  write(text: string): void;
  readonly isTty: boolean;
  /** Undefined where it is no terminal: then nothing is cut. */
  readonly columns: number | undefined;
}

/** Everything the program needs of its surroundings, so that a test can be them. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly home: string;
  /** All of standard input; refused where it is not UTF-8. */
  readStdin(): Promise<string>;
  /** Asks on the terminal; undefined where there is nobody to ask. */
  ask: ((question: string) => Promise<string>) | undefined;
  /** The same without showing what is typed. */
  askSecret: ((question: string) => Promise<string>) | undefined;
  now(): number;
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
}
