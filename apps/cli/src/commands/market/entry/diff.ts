import { examples, type Register } from '../../../command.js';
import { completesNames } from '../../../completion/names.js';
import { Exit } from '../../../exit.js';
import { applyExitCodes } from '../../../exit-codes.js';
import type { Session } from '../../../session.js';
import { findEntry } from './find-entry.js';
import { namedGone } from './gone-text.js';
import { readUpdate } from './read-update.js';
import { headText, updateText } from './update-text.js';

const exitStatus = `
Exit status:
  0    upstream has nothing that is not taken over, or does not offer it any more
  1    something is wrong, whatever it is
  2    upstream has something to take over
`;

export const marketDiff: Register = (parent, run) => {
  completesNames(parent.command('diff'), 'enabled-entries')
    .description('Compare upstream then, upstream now and yours, field by field, with the deployments it touches')
    .argument('<name>', 'of an enabled entry')
    .addHelpText(
      'after',
      examples('enginehouse market diff MinerU', 'enginehouse market diff MinerU --json') + exitStatus,
    )
    .action(run(diff));
};

async function diff(session: Session, _options: object, text: string): Promise<void> {
  const { raw, value } = await readUpdate(session, await findEntry(session, text, { enabled: true }));
  const { paint, io } = session;
  const { gone } = value;
  const upToDate = gone ? namedGone({ ...value, gone }) : `${value.name} has all that upstream has.\n`;
  session.show(raw, () => {
    const difference = updateText(value, { paint, columns: io.stdout.columns });
    return value.updatable ? headText(value, session) + difference : upToDate + difference;
  });
  if (value.updatable) throw new Exit(applyExitCodes.changes);
}
