import { userConfigPath } from '../../config/config-files.js';
import { examples, type Register } from '../../command.js';
import { facts } from '../../output/facts.js';
import type { Session } from '../../session.js';

/** `enginehouse config` */
export const configCommand: Register = (parent, run) => {
  parent
    .command('config')
    .description('Show which address and token are used, and where they come from')
    .addHelpText('after', examples('enginehouse config'))
    .action(run(config));
};

async function config(session: Session): Promise<void> {
  const { url, urlFrom, token, tokenFrom, gatewayUrl } = session.connection();
  const shown = token === undefined ? 'none' : `${token.slice(0, 4)}… (${token.length} characters)`;
  const answer = { url, urlFrom, token: shown, tokenFrom, gatewayUrl, userConfig: userConfigPath(session.io) };
  session.show(answer, () =>
    facts([
      ['Address', `${url} (from ${urlFrom})`],
      ['Token', token === undefined ? 'none' : `${shown} (from ${tokenFrom})`],
      ['Gateway', gatewayUrl],
      ['Kept by login in', answer.userConfig],
    ]),
  );
}
