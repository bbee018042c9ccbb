import { signInCode } from '@enginehouse/contracts/http';
import { examples, type Register } from '../../command.js';
import type { Session } from '../../session.js';

interface Options {
  readonly signIn: boolean;
}

/** `enginehouse console` */
export const consoleCommand: Register = (parent, run) => {
  parent
    .command('console')
    .description('Print a link to the console that signs a browser in, once and within a minute')
    .option('--no-sign-in', "only the console's address")
    .addHelpText('after', examples('enginehouse console', 'xdg-open "$(enginehouse console)"'))
    .action(run(show));
};

async function show(session: Session, { signIn }: Options): Promise<void> {
  const { url } = session.connection();
  const address = `${url}/`;
  if (!signIn) {
    session.show({ url: address }, () => `${address}\n`);
    return;
  }
  const { value } = await session.api.typed(signInCode, 'POST', '/v1/session/codes');
  const link = `${url}/sign-in#code=${value.code}`;
  if (!session.json) session.note('Whoever opens this link first is signed in as you; it works once, for a minute:');
  session.show({ url: link, expiresAt: value.expiresAt }, () => `${link}\n`);
}
