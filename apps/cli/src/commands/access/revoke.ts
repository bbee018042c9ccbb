import { asksFirst, examples, path, type Register } from '../../command.js';
import { confirmRemoval } from '../../confirm.js';
import type { Session } from '../../session.js';
import { findToken } from './find-token.js';

interface Options {
  readonly yes?: boolean;
}

export const tokenRevoke: Register = (parent, run) => {
  asksFirst(parent.command('revoke').description('Revoke an access token at once').argument('<name>', 'its name'))
    .addHelpText('after', examples('enginehouse token revoke ci --yes'))
    .action(run(revoke));
};

async function revoke(session: Session, { yes }: Options, name: string): Promise<void> {
  await confirmRemoval(session.io, {
    question: `Revoke token ${name}?`,
    yes: yes,
    look: () => findToken(session, '/v1/tokens', name),
  });
  const answer = await session.api.json('DELETE', path`/v1/tokens/${name}`);
  session.show(answer, () => `token ${name} revoked\n`);
}
