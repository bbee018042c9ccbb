import { once } from 'node:events';
import { homedir } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { WriteStream } from 'node:tty';
import type { Io, Output } from './io.js';
import { runCli } from './run-cli.js';
import { utf8Text } from './utf8-text.js';

const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());
process.once('SIGTERM', () => interrupted.abort());

// A reader that closes early (`| head`) has all it wants.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const outputOf = (stream: WriteStream): Output => ({
  write: (chunk) => void stream.write(chunk),
  isTty: stream.isTTY,
  columns: stream.isTTY ? stream.columns : undefined,
});

async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(question, { signal: interrupted.signal });
  } finally {
    terminal.close();
  }
}

/** The terminal shows nothing of what is typed, because readline writes it elsewhere. */
async function askSecret(question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true, historySize: 0 });
  terminal.once('SIGINT', () => interrupted.abort());
  // From here on nothing is shown; who is asked earlier could type too early.
  process.stderr.write(question);
  const ended = once(terminal, 'close').then(() => '');
  try {
    return await Promise.race([terminal.question('', { signal: interrupted.signal }), ended]);
  } catch (error) {
    // Ctrl-D is an empty answer.
    if (interrupted.signal.aborted) throw error;
    return '';
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}

const io: Io = {
  stdout: outputOf(process.stdout),
  stderr: outputOf(process.stderr),
  env: process.env,
  cwd: process.cwd(),
  home: homedir(),
  readStdin: async () => utf8Text(await buffer(process.stdin), 'standard input'),
  ask: process.stdin.isTTY ? ask : undefined,
  askSecret: process.stdin.isTTY ? askSecret : undefined,
  now: Date.now,
  signal: interrupted.signal,
};

const status = await runCli(process.argv.slice(2), io);
// A connection that does not close must not keep the program; what was written goes out first.
await Promise.all(
  [process.stdout, process.stderr].map((stream) => new Promise((resolve) => stream.write('', resolve))),
);
process.exit(status);
