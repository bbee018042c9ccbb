import type { Command } from 'commander';
import type { Io } from '../io.js';
import { buildProgram } from '../program.js';

const width = 100;

/** The reference of the command line in Markdown, from the same help that `--help` prints. */
export function cliDocs(): string {
  const shown: string[] = [];
  const output = { write: (text: string) => void shown.push(text), isTty: false, columns: width };
  const io: Io = {
    stdout: output,
    stderr: output,
    env: {},
    cwd: '/',
    home: '/',
    readStdin: () => Promise.resolve(''),
    ask: undefined,
    askSecret: undefined,
    now: () => 0,
    signal: new AbortController().signal,
  };
  const program = buildProgram(io);
  const helpOf = (command: Command): string => {
    shown.length = 0;
    command.configureHelp({ showGlobalOptions: false, helpWidth: width }).outputHelp();
    return shown.join('').trim();
  };
  return [intro, ...sections(program, [], helpOf)].join('\n');
}

const intro = `# Command line

\`enginehouse\` does everything the console does, over the same HTTP API. This page is made from the program's own help:
\`node apps/cli/dist/docs/write-cli-docs.js\` writes it, and a test fails when it is not up to date.

Start it with \`npx enginehouse\` in this repository. Options of the program itself (\`--url\`, \`--token\`, \`--json\`,
\`--no-color\`) may stand anywhere on the line.
`;

function sections(command: Command, words: readonly string[], helpOf: (command: Command) => string): string[] {
  const path = [...words, command.name()];
  const heading = '#'.repeat(Math.min(path.length + 1, 4));
  const own = `${heading} ${path.join(' ')}\n\n\`\`\`text\n${helpOf(command)}\n\`\`\`\n`;
  return [own, ...command.commands.flatMap((each) => sections(each, path, helpOf))];
}
