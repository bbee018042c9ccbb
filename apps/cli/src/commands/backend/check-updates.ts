import { backendPage, catalog, type ImageUpdate } from '@enginehouse/contracts';
import { examples, path, type Register } from '../../command.js';
import { Exit } from '../../exit.js';
import { exitCodes } from '../../exit-codes.js';
import { table, type Column } from '../../output/table.js';
import type { Session } from '../../session.js';

type Row = ImageUpdate & { readonly backend: string; readonly revision: number };

const exitStatus = `
Exit status:
  0  every tag means what it was locked to, or is not locked
  1  a tag moved, or is gone
  6  a registry does not answer, and as far as is known nothing moved
`;

/** `enginehouse backend check-updates` */
export const backendCheckUpdates: Register = (parent, run) => {
  parent
    .command('check-updates')
    .description('Compare the digests that images are locked to with what their tags mean now')
    .argument('[name]', 'a backend (default: all but those that come with Enginehouse)')
    .addHelpText(
      'after',
      exitStatus +
        examples('enginehouse backend check-updates', 'enginehouse backend check-updates my-engine-custom --json'),
    )
    .action(run(checkUpdates));
};

async function checkUpdates(session: Session, _options: unknown, name: string | undefined): Promise<void> {
  const names = name === undefined ? await ownBackends(session) : [name];
  const items: Row[] = [];
  for (const each of names) items.push(...(await updatesOf(session, each)));
  session.show({ items }, () => table(columns(session), items, session.io.stdout.columns));
  const status = statusOf(items);
  if (status !== exitCodes.ok) throw new Exit(status);
}

async function updatesOf({ api }: Session, name: string): Promise<readonly Row[]> {
  const { value } = await api.typed(catalog.imageUpdates.output, 'GET', path`/v1/backends/${name}/image-updates`);
  return value.items.map((item) => ({ backend: value.name, revision: value.revision, ...item }));
}

async function ownBackends({ api }: Session): Promise<readonly string[]> {
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const { value } = await api.typed(backendPage, 'GET', '/v1/backends', {
      query: { limit: 500, cursor },
    });
    names.push(...value.items.filter(({ source }) => source !== 'built_in').map(({ name }) => name));
    cursor = value.nextCursor;
  } while (cursor !== undefined);
  return names;
}

function statusOf(items: readonly Row[]): number {
  if (items.some(({ status }) => status === 'moved' || status === 'gone')) return exitCodes.error;
  return items.some(({ status }) => status === 'unknown') ? exitCodes.unavailable : exitCodes.ok;
}

const colors = { moved: 'yellow', gone: 'red', unknown: 'red', unlocked: 'dim', unchanged: 'green' } as const;

const columns = ({ paint }: Session): readonly Column<Row>[] => [
  { header: 'BACKEND', value: ({ backend }) => backend },
  { header: 'VERSION', value: ({ version }) => version },
  { header: 'FRAMEWORK', value: ({ framework }) => framework },
  { header: 'STATUS', value: ({ status }) => status, paint: (text, { status }) => paint(colors[status], text) },
  { header: 'IMAGE', value: ({ tag }) => tag },
  { header: 'DETAIL', value: ({ detail }) => detail, shrinks: true },
];
