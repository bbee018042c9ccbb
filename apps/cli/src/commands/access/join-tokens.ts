import { z } from 'zod';
import { listOf } from '../../answers.js';
import { asksFirst, examples, path, type Register } from '../../command.js';
import { confirmRemoval } from '../../confirm.js';
import { clock } from '../../output/age.js';
import { table, type Column } from '../../output/table.js';
import { durationSeconds } from '../../parse-options.js';
import type { Session } from '../../session.js';
import { findToken } from './find-token.js';

const joinToken = z.object({
  name: z.string(),
  createdAt: z.string(),
  createdBy: z.string(),
  expiresAt: z.string().nullable(),
  singleUse: z.boolean(),
  usedBy: z.string().nullable(),
});
type JoinToken = z.output<typeof joinToken>;

interface CreateOptions {
  readonly expiresIn?: number;
  readonly singleUse?: boolean;
}

export const joinTokenCreate: Register = (parent, run) => {
  parent
    .command('create')
    .description('Make a token with which workers join; it is shown this once')
    .argument('<name>', 'what to call it')
    .option('--expires-in <duration>', 'how long it works (default: until revoked)', durationSeconds)
    .option('--single-use', 'for one worker only')
    .addHelpText('after', examples('enginehouse join-token create rack-7 --expires-in 1h --single-use'))
    .action(run(create));
};

async function create(session: Session, { expiresIn, singleUse }: CreateOptions, name: string): Promise<void> {
  const body = { name, expiresInSeconds: expiresIn, singleUse: singleUse ?? false };
  const schema = joinToken.extend({ token: z.string() });
  const { raw, value } = await session.api.typed(schema, 'POST', '/v1/join-tokens', { body });
  if (!session.json) session.note(`join token ${value.name}; it is not shown again:`);
  session.show(raw, () => `${value.token}\n`);
}

export const joinTokenList: Register = (parent, run) => {
  parent
    .command('list')
    .alias('ls')
    .description('List join tokens, without their secrets')
    .addHelpText('after', examples('enginehouse join-token list'))
    .action(run(list));
};

async function list(session: Session): Promise<void> {
  const { raw, value } = await session.api.typed(listOf(joinToken), 'GET', '/v1/join-tokens');
  session.show(raw, () => table(columns, value.items, session.io.stdout.columns));
}

const columns: readonly Column<JoinToken>[] = [
  { header: 'NAME', value: ({ name }) => name },
  { header: 'FOR', value: ({ singleUse }) => (singleUse ? 'one worker' : 'any number') },
  { header: 'USED BY', value: ({ usedBy }) => usedBy ?? '-' },
  { header: 'CREATED', value: ({ createdAt }) => clock(createdAt) },
  { header: 'BY', value: ({ createdBy }) => createdBy },
  { header: 'EXPIRES', value: ({ expiresAt }) => (expiresAt === null ? 'never' : clock(expiresAt)) },
];

export const joinTokenRevoke: Register = (parent, run) => {
  asksFirst(
    parent
      .command('revoke')
      .description('Revoke a join token; workers that joined with it stay')
      .argument('<name>', 'its name'),
  )
    .addHelpText('after', examples('enginehouse join-token revoke rack-7 --yes'))
    .action(run(revoke));
};

async function revoke(session: Session, { yes }: { readonly yes?: boolean }, name: string): Promise<void> {
  await confirmRemoval(session.io, {
    question: `Revoke join token ${name}?`,
    yes: yes,
    look: () => findToken(session, '/v1/join-tokens', name),
  });
  const answer = await session.api.json('DELETE', path`/v1/join-tokens/${name}`);
  session.show(answer, () => `join token ${name} revoked\n`);
}
