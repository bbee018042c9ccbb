import { setMaxListeners } from 'node:events';
import type { Connection } from './config/connection.js';
import { ApiClient } from './http/api-client.js';
import type { Io } from './io.js';
import { painter, type Paint } from './output/colors.js';

/** The options that every command has. */
export interface GlobalOptions {
  readonly url?: string;
  readonly token?: string;
  readonly json?: boolean;
  readonly color?: boolean;
}

/** What a command works with: the server, and how to show things. */
export interface Session {
  readonly io: Io;
  readonly connection: () => Connection;
  readonly api: ApiClient;
  readonly json: boolean;
  readonly paint: Paint;
  /** Colours for notes, which may go elsewhere than answers. */
  readonly paintNote: Paint;
  /** Prints an answer: as JSON where that was asked for, else as text for people. */
  show(answer: unknown, text: () => string): void;
  /** One line of a stream, likewise. */
  showLine(answer: unknown, text: () => string): void;
  /** Something about what happens, which is no result: goes to standard error. */
  note(text: string): void;
}

/** Opens the session of one command. The connection is looked up when it is needed: `--help` and `completion` work without. */
export function openSession(io: Io, options: GlobalOptions, connect: () => Connection): Session {
  // Every request under way listens to it, and a command may have as many as there are sources.
  setMaxListeners(0, io.signal);
  let known: Connection | undefined;
  let client: ApiClient | undefined;
  const connection = () => (known ??= connect());
  const json = options.json ?? false;
  return {
    io,
    connection,
    get api() {
      const { url, token, tokenFrom } = connection();
      return (client ??= new ApiClient({ url, token, tokenFrom, signal: io.signal }));
    },
    json,
    paint: painter(wantsColor(io, options, io.stdout.isTty)),
    paintNote: painter(wantsColor(io, options, io.stderr.isTty)),
    show: (answer, text) => io.stdout.write(json ? `${JSON.stringify(answer, null, 2)}\n` : text()),
    showLine: (answer, text) => io.stdout.write(json ? `${JSON.stringify(answer)}\n` : text()),
    note: (text) => io.stderr.write(`${text}\n`),
  };
}

/** NO_COLOR set to anything means no, as https://no-color.org has it. */
export const wantsColor = (io: Io, { color }: GlobalOptions, isTty: boolean): boolean =>
  isTty && color !== false && !io.env['NO_COLOR'];
