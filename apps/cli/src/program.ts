import { Command, CommanderError, Option } from 'commander';
import { auditCommand } from './commands/audit/audit.js';
import { tokenCommands, joinTokenCommands } from './commands/access/index.js';
import { applyCommand, planCommand } from './commands/apply/index.js';
import { backendCommands } from './commands/backend/index.js';
import { deployCommand } from './commands/deployment/deploy.js';
import { deploymentCommands } from './commands/deployment/index.js';
import { eventCommands, logCommands } from './commands/events/index.js';
import { completionCommand } from './commands/general/completion.js';
import { configCommand } from './commands/general/config.js';
import { consoleCommand } from './commands/general/console.js';
import { loginCommand } from './commands/general/login.js';
import { statusCommand } from './commands/general/status.js';
import { versionCommand } from './commands/general/version.js';
import { imageCommands } from './commands/image/index.js';
import { importCommands } from './commands/import/index.js';
import { instanceCommands } from './commands/instance/index.js';
import { marketCommands } from './commands/market/index.js';
import { previewCommand } from './commands/preview/preview.js';
import { webhookCommands } from './commands/webhook/index.js';
import { workerCommands } from './commands/worker/index.js';
import { connectionOf } from './config/connection.js';
import { findConfigFiles } from './config/config-files.js';
import type { Run } from './command.js';
import type { Io } from './io.js';
import { openSession, type GlobalOptions, type Session } from './session.js';

const registers = [
  statusCommand,
  consoleCommand,
  deployCommand,
  previewCommand,
  deploymentCommands,
  instanceCommands,
  planCommand,
  applyCommand,
  backendCommands,
  imageCommands,
  marketCommands,
  importCommands,
  workerCommands,
  auditCommand,
  eventCommands,
  logCommands,
  webhookCommands,
  tokenCommands,
  joinTokenCommands,
  loginCommand,
  configCommand,
  completionCommand,
  versionCommand,
] as const;

const exitStatus = `
Exit status:
  0    done
  1    error, or what was asked for turned out badly (a deployment that failed, a log that is broken)
  2    the command line cannot be right; nothing was sent
  3    there is no such thing
  4    conflict: the name is taken, it is in use, or somebody changed it in the meantime
  5    no valid token, or it may not do this
  6    a service does not answer
  130  interrupted
Of plan, apply and market diff: 1 whatever is wrong, and 2 where something changes (see their help).
Of backend check-updates: 1 where a tag moved or is gone (see its help).

Address and token: --url and --token, then ENGINEHOUSE_URL and ENGINEHOUSE_TOKEN, then .enginehouse/cli.json in this
folder or one above, then what \`enginehouse login\` kept. A token from a file only goes to that file's address. Where
the folder's own Enginehouse is stopped, nothing else is asked in its place.

Results go to standard output, everything else to standard error. With --json an error is one JSON object (RFC 9457
problem details) on standard error.
`;

/** The command line of Enginehouse. */
export function buildProgram(io: Io, { json = false } = {}): Command {
  const program = new Command('enginehouse')
    .description('Manage inference backends and the models deployed on them')
    .option('--url <address>', 'address of the API')
    .option('--token <token>', 'access token (better: ENGINEHOUSE_TOKEN, which other users cannot see)')
    .option('--json', 'print JSON')
    .addOption(new Option('--no-color', 'no colours; NO_COLOR does the same'))
    .configureHelp({ showGlobalOptions: true })
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      // With --json the caller tells the error, as one object.
      outputError: (text, write) => (json ? undefined : write(text)),
      getOutHelpWidth: () => io.stdout.columns ?? 100,
      getErrHelpWidth: () => io.stderr.columns ?? 100,
    })
    .addHelpText('after', exitStatus);
  const run = runnerOf(io);
  for (const register of registers) register(program, run);
  return program;
}

type AnyWork = (session: Session, options: unknown, ...args: readonly unknown[]) => Promise<void>;

/** Opens a session from the options that stand anywhere on the command line, and hands the command its own. */
function runnerOf(io: Io): Run {
  return (work) =>
    async (...all) => {
      const command = all.at(-1);
      if (!(command instanceof Command)) throw new CommanderError(2, 'enginehouse.internal', 'no command');
      const options = command.optsWithGlobals<GlobalOptions>();
      const env = { url: io.env['ENGINEHOUSE_URL'] || undefined, token: io.env['ENGINEHOUSE_TOKEN'] || undefined };
      const session = openSession(io, options, () => connectionOf(options, env, findConfigFiles(io)));
      await (work as AnyWork)(session, options, ...all.slice(0, -2));
    };
}
