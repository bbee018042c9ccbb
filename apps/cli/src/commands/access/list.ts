import { tokenView, type TokenView } from '@enginehouse/contracts';
import { listOf } from '../../answers.js';
import { examples, type Register } from '../../command.js';
import { clock } from '../../output/age.js';
import { table, type Column } from '../../output/table.js';
import type { Session } from '../../session.js';

export const tokenList: Register = (parent, run) => {
  parent
    .command('list')
    .alias('ls')
    .description('List access tokens, without their secrets')
    .addHelpText('after', examples('enginehouse token list'))
    .action(run(list));
};

async function list(session: Session): Promise<void> {
  const { raw, value } = await session.api.typed(listOf(tokenView), 'GET', '/v1/tokens');
  session.show(raw, () => table(columns, value.items, session.io.stdout.columns));
}

const columns: readonly Column<TokenView>[] = [
  { header: 'NAME', value: ({ name }) => name },
  { header: 'ROLE', value: ({ role }) => role },
  { header: 'CREATED', value: ({ createdAt }) => clock(createdAt) },
  { header: 'BY', value: ({ createdBy }) => createdBy },
  { header: 'EXPIRES', value: ({ expiresAt }) => (expiresAt === null ? 'never' : clock(expiresAt)) },
];
