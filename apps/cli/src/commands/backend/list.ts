import { Option } from 'commander';
import { frameworkLabel, frameworkLabelText } from '@enginehouse/backend-spec';
import { backendPage, backendSource, type BackendSummary } from '@enginehouse/contracts';
import { examples, wideOption, type Register, type WideOptions } from '../../command.js';
import { age, clock } from '../../output/age.js';
import { table, type Column } from '../../output/table.js';
import type { Session } from '../../session.js';

interface Options extends WideOptions {
  readonly search?: string;
  readonly source?: string;
  readonly framework?: string;
}

export const backendList: Register = (parent, run) => {
  parent
    .command('list')
    .alias('ls')
    .description('List backends')
    .option('--search <text>', 'only those with this text in name or description')
    .addOption(new Option('--source <source>', 'only those of this source').choices(backendSource.options))
    .option('--framework <name>', 'only those that run on this framework (cuda, rocm, cann, cpu, ...)')
    .addOption(wideOption('who, when, and the versions on offer for each framework'))
    .addHelpText('after', examples('enginehouse backend list', 'enginehouse backend list --framework rocm --json'))
    .action(run(list));
};

async function list(session: Session, options: Options): Promise<void> {
  const items: BackendSummary[] = [];
  let cursor: string | undefined;
  do {
    const query = {
      search: options.search,
      source: options.source,
      framework: options.framework,
      limit: 500,
      cursor,
      usage: 'true',
    };
    const { value } = await session.api.typed(backendPage, 'GET', '/v1/backends', { query });
    items.push(...value.items);
    cursor = value.nextCursor;
  } while (cursor !== undefined);
  session.show({ items }, () => table(columns(session, options.output === 'wide'), items, session.io.stdout.columns));
}

const columns = ({ io }: Session, wide: boolean): readonly Column<BackendSummary>[] => [
  { header: 'NAME', value: ({ name }) => name },
  { header: 'SOURCE', value: ({ source }) => source },
  { header: 'REVISION', value: ({ revision }) => String(revision) },
  { header: 'DEFAULT', value: ({ defaultVersion }) => defaultVersion ?? 'auto' },
  { header: 'VERSIONS', value: ({ versions }) => versions.join(', ') || '-', shrinks: true },
  { header: 'FRAMEWORKS', value: wide ? frameworksWithVersions : frameworksAlone, shrinks: true },
  { header: 'USED BY', value: usedBy },
  { header: 'CHANGED', value: ({ updatedAt }) => `${age(updatedAt, io.now())} ago` },
  ...(wide ? changedColumns : []),
];

const changedColumns: readonly Column<BackendSummary>[] = [
  { header: 'AT', value: ({ updatedAt }) => clock(updatedAt) },
  { header: 'BY', value: ({ updatedBy }) => updatedBy },
];

const frameworksAlone = ({ frameworks }: BackendSummary): string => frameworks.join(', ') || '-';

/** Each framework with the version that stands for it and how many more there are; alone where the server does not tell. */
function frameworksWithVersions(backend: BackendSummary): string {
  const { frameworkVersions, defaultVersion } = backend;
  if (!frameworkVersions?.length) return frameworksAlone(backend);
  return frameworkVersions.map((each) => frameworkLabelText(frameworkLabel(each, defaultVersion))).join(', ');
}

/** A count that is not known is not the same as none. */
function usedBy({ deployments }: BackendSummary): string {
  if (deployments === undefined || deployments === null) return '?';
  return deployments === 1 ? '1 deployment' : `${deployments || 'no'} deployments`;
}
