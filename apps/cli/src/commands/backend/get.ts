import { Option } from 'commander';
import { backendView, type BackendVersion, type BackendView } from '@enginehouse/contracts';
import { examples, path, type Register } from '../../command.js';
import { clock } from '../../output/age.js';
import { facts } from '../../output/facts.js';
import { table, type Column } from '../../output/table.js';
import { wholeNumber } from '../../parse-options.js';
import type { Session } from '../../session.js';

interface Options {
  readonly output?: 'yaml' | 'json';
  readonly revision?: number;
}

export const backendGet: Register = (parent, run) => {
  parent
    .command('get')
    .description('Show a backend, now or at an earlier revision')
    .argument('<name>', 'its name')
    .addOption(new Option('-o, --output <format>', 'as a document').choices(['yaml', 'json']))
    .option('--revision <number>', 'as it was at this revision', wholeNumber(1))
    .addHelpText(
      'after',
      examples('enginehouse backend get vLLM', 'enginehouse backend get my-backend-custom -o yaml > backend.yaml'),
    )
    .action(run(get));
};

async function get(session: Session, { output, revision }: Options, name: string): Promise<void> {
  const address = path`/v1/backends/${name}`;
  const query = { revision };
  if (output === 'yaml') {
    const { text } = await session.api.text('GET', address, { query, accept: 'application/yaml' });
    session.show({ yaml: text }, () => text);
    return;
  }
  const { raw, value } = await session.api.typed(backendView, 'GET', address, { query });
  if (output === 'json') session.io.stdout.write(`${JSON.stringify(raw, null, 2)}\n`);
  else session.show(raw, () => text(session, value));
}

function text({ io, paint }: Session, { definition, ...view }: BackendView): string {
  const environment = Object.entries(definition.default_env ?? {}).map(([name, value]) => `${name}=${value}`);
  const about = facts([
    ['Name', view.name],
    ['Source', view.source],
    ['Revision', view.revision],
    ['Changed', `${clock(view.updatedAt)} by ${view.updatedBy}`],
    ['Description', definition.description],
    ['Default version', definition.default_version ?? 'auto'],
    ['Health check', definition.health_check_path],
    ['Entrypoint', definition.default_entrypoint],
    ['Run command', definition.default_run_command],
    ['Environment', environment.join('\n')],
    ['Parameters', definition.default_backend_param?.join('\n')],
    ['Parameter format', definition.parameter_format],
  ]);
  if (definition.versions.length === 0) return about;
  return `${about}\n${paint('bold', 'Versions')}\n${table(versionColumns, definition.versions, io.stdout.columns)}`;
}

const versionColumns: readonly Column<BackendVersion>[] = [
  { header: 'VERSION', value: ({ name }) => name },
  { header: 'FRAMEWORKS', value: ({ images }) => images.map((image) => image.framework).join(', ') },
  { header: 'IMAGE', value: ({ images }) => images.map((image) => image.image_name).join(', '), shrinks: true },
  { header: 'RUN COMMAND', value: ({ run_command: command }) => command ?? '', shrinks: true },
  { header: 'NOTE', value: (version) => noteOf(version), shrinks: true },
];

function noteOf({ built_in: builtIn, deprecated }: BackendVersion): string {
  const notes = [builtIn ? 'built in' : '', deprecated === undefined ? '' : `deprecated ${deprecated}`.trim()];
  return notes.filter((note) => note !== '').join(', ');
}
