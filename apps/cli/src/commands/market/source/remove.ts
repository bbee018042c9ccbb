import { ProblemError } from '@enginehouse/contracts';
import { sendChange } from '../../../change.js';
import { asksFirst, changesRevision, examples, path, type ChangeOptions, type Register } from '../../../command.js';
import { completesNames } from '../../../completion/names.js';
import { confirmRemoval } from '../../../confirm.js';
import type { Session } from '../../../session.js';
import { readSource, withSuggestion } from './read-source.js';

interface Options extends ChangeOptions {
  readonly yes?: boolean;
  readonly keepEnabled?: boolean;
}

export const sourceRemove: Register = (parent, run) => {
  asksFirst(
    changesRevision(
      completesNames(parent.command('remove'), 'sources')
        .alias('rm')
        .description('Remove a source; refused while backends of it are enabled')
        .argument('<name>', 'its name')
        .option('--keep-enabled', 'leave its enabled backends in the catalog, without updates'),
    ),
  )
    .addHelpText('after', examples('enginehouse market source remove team --yes'))
    .action(run(remove));
};

async function remove(session: Session, options: Options, name: string): Promise<void> {
  const what = options.keepEnabled
    ? 'Its enabled backends stay, without updates.'
    : 'Its entries and syncs are forgotten.';
  await confirmRemoval(session.io, {
    question: `Remove source ${name}? ${what}`,
    yes: options.yes,
    look: () => readSource(session, name),
  });
  const address = path`/v1/marketplace/sources/${name}`;
  const query = { keepEnabled: options.keepEnabled };
  const change = { method: 'DELETE', address, query, what: `source ${name}`, did: 'removed' } as const;
  await sendChange(session, options, change).catch(async (error: unknown) => {
    throw await withSuggestion(session, name, inOptions(error));
  });
}

/** The refusal with the option of this command in place of the parameter of the API. */
function inOptions(error: unknown): unknown {
  if (!(error instanceof ProblemError) || error.problem.hint === undefined) return error;
  const entries = error.problem.extra?.['entries'];
  const names = Array.isArray(entries) ? (entries as readonly unknown[]).map(String) : [];
  const all = names.map((each) => (/\s/.test(each) ? JSON.stringify(each) : each)).join(' ');
  const hint = error.problem.hint
    .replaceAll('keepEnabled', '--keep-enabled')
    .replace(/^Disable them first,/, (told) =>
      all === '' ? told : `Disable them first (enginehouse market disable ${all}),`,
    );
  return new ProblemError({ ...error.problem, hint });
}
