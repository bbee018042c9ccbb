import { definitionDiff, type DefinitionDiff } from '@enginehouse/contracts';
import { examples, path, type Register } from '../../command.js';
import { diffText } from '../../output/diff-text.js';
import { safeText } from '../../output/safe-text.js';
import { wholeNumber } from '../../parse-options.js';
import type { Session } from '../../session.js';

export const backendDiff: Register = (parent, run) => {
  parent
    .command('diff')
    .description('Compare two revisions of a backend field by field')
    .argument('<name>', 'its name; also of one that is deleted')
    .argument('[from]', 'the earlier revision (default: the one before the last)', wholeNumber(1))
    .argument('[to]', 'the later revision (default: the current one)', wholeNumber(1))
    .addHelpText('after', examples('enginehouse backend diff vLLM', 'enginehouse backend diff vLLM 3 37'))
    .action(run(diff));
};

async function diff(session: Session, _options: object, name: string, from?: number, to?: number): Promise<void> {
  const { raw, value } = await readDiff(session, name, { from, to });
  session.show(raw, () => {
    const head = session.paint('bold', `backend ${safeText(value.name)}, ${revisions(value)}`);
    return `${head}\n${diffText(value.changes, session.paint) || 'nothing differs\n'}`;
  });
}

/** Asks for the difference between two revisions. */
export const readDiff = (session: Session, name: string, query: { readonly from?: number; readonly to?: number }) =>
  session.api.typed(definitionDiff, 'GET', path`/v1/backends/${name}/diff`, { query });

const revisions = ({ from, to }: DefinitionDiff): string =>
  from === 0 ? `from before it was registered to revision ${to}` : `revision ${from} to ${to}`;
