import { Option } from 'commander';
import { backendView, type BackendView } from '@enginehouse/contracts';
import { examples, path, type Register } from '../../command.js';
import { instantOf } from '../../instant.js';
import { clock } from '../../output/age.js';
import { facts } from '../../output/facts.js';
import { table } from '../../output/table.js';
import { wholeNumber } from '../../parse-options.js';
import type { Session } from '../../session.js';
import { versionColumns } from './version/columns.js';

interface Options {
  readonly output?: 'yaml' | 'json';
  readonly revision?: number;
  readonly at?: string;
}

export const backendGet: Register = (parent, run) => {
  parent
    .command('get')
    .description('Show a backend, now or as it was')
    .argument('<name>', 'its name')
    .addOption(new Option('-o, --output <format>', 'as a document').choices(['yaml', 'json']))
    .option('--revision <number>', 'as it was at this revision', wholeNumber(1))
    .addOption(
      new Option('--at <time>', 'as it was then: 2h is two hours ago; 2026-11-30T14:00:00Z').conflicts('revision'),
    )
    .addHelpText(
      'after',
      examples(
        'enginehouse backend get vLLM',
        'enginehouse backend get my-backend-custom -o yaml > backend.yaml',
        'enginehouse backend get vLLM --at 3d',
      ),
    )
    .action(run(get));
};

async function get(session: Session, { output, revision, at }: Options, name: string): Promise<void> {
  const address = path`/v1/backends/${name}`;
  const query = { revision, at: at === undefined ? undefined : instantOf(at, session.io.now()) };
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
  return `${about}\n${paint('bold', 'Versions')}\n${table(versionColumns(definition.default_version), definition.versions, io.stdout.columns)}`;
}
