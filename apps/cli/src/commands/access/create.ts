import { Option } from 'commander';
import { role, tokenView } from '@enginehouse/contracts';
import { z } from 'zod';
import { examples, type Register } from '../../command.js';
import { durationSeconds } from '../../parse-options.js';
import type { Session } from '../../session.js';

interface Options {
  readonly role: string;
  readonly expiresIn?: number;
}

const created = tokenView.extend({ token: z.string() });

export const tokenCreate: Register = (parent, run) => {
  parent
    .command('create')
    .description('Make an access token; it is shown this once')
    .argument('<name>', 'what to call it')
    .addOption(new Option('--role <role>', 'what it may do').choices(role.options).default('operator'))
    .option('--expires-in <duration>', 'how long it works (default: until revoked)', durationSeconds)
    .addHelpText('after', examples('enginehouse token create ci --role operator --expires-in 90d'))
    .action(run(create));
};

async function create(session: Session, options: Options, name: string): Promise<void> {
  const body = { name, role: options.role, expiresInSeconds: options.expiresIn };
  const { raw, value } = await session.api.typed(created, 'POST', '/v1/tokens', { body });
  if (!session.json) session.note(`token ${value.name} (${value.role}); it is not shown again:`);
  session.show(raw, () => `${value.token}\n`);
}
