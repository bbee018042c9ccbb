import { tokenView } from '@enginehouse/contracts';
import { writeUserConfig } from '../../config/config-files.js';
import { examples, type Register } from '../../command.js';
import { ApiClient } from '../../http/api-client.js';
import type { GlobalOptions, Session } from '../../session.js';
import { UsageError } from '../../usage-error.js';

const whoami = tokenView.pick({ name: true, role: true, expiresAt: true });

/** `enginehouse login` */
export const loginCommand: Register = (parent, run) => {
  parent
    .command('login')
    .description(
      'Check an address and a token, and keep them for later; the token comes from --token or standard input',
    )
    .addHelpText(
      'after',
      examples(
        'enginehouse login --url https://engines.example.com < token.txt',
        'enginehouse login --url http://127.0.0.1:8080',
      ),
    )
    .action(run(login));
};

async function login(session: Session, options: GlobalOptions): Promise<void> {
  const { io } = session;
  const url = options.url ?? io.env['ENGINEHOUSE_URL'];
  if (url === undefined || !URL.canParse(url)) throw new UsageError('An address is needed: --url https://...');
  const token = (options.token ?? (await askForToken(session))).trim();
  if (token === '') throw new UsageError('A token is needed.', 'Give it with --token or on standard input.');
  const api = new ApiClient({ url: url.replace(/\/+$/, ''), token, signal: io.signal });
  const { value } = await api.typed(whoami, 'GET', '/v1/whoami');
  const path = writeUserConfig(io, { url: url.replace(/\/+$/, ''), token });
  session.show(
    { url, name: value.name, role: value.role, path },
    () => `${value.name} (${value.role}); kept in ${path}\n`,
  );
}

const askForToken = ({ io }: Session): Promise<string> => (io.ask ? io.ask('Token: ') : io.readStdin());
