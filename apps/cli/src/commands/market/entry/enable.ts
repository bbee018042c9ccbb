import { marketplace, nameList } from '@enginehouse/contracts';
import { changeHeaders, changes, examples, path, type ChangeOptions, type Register } from '../../../command.js';
import { completesNames } from '../../../completion/names.js';
import { fieldText } from '../../../output/field-text.js';
import type { Session } from '../../../session.js';
import { findEntry } from './find-entry.js';
import { inTurn } from './in-turn.js';

export const marketEnable: Register = (parent, run) => {
  changes(
    completesNames(parent.command('enable'), 'entries')
      .description('Make community backends of entries; what was added to one before it was disabled comes back')
      .argument('<name...>', 'of the entries; SOURCE/NAME where several sources offer one'),
  )
    .addHelpText('after', examples('enginehouse market enable MinerU', 'enginehouse market enable MinerU team/Tabby'))
    .action(run(enable));
};

async function enable(session: Session, options: ChangeOptions, names: readonly string[]): Promise<void> {
  await inTurn(session, names, { nameOf: (name) => name, work: (name) => enableOne(session, options, name) });
}

async function enableOne(session: Session, options: ChangeOptions, text: string): Promise<void> {
  const { source, name } = await findEntry(session, text, { enabled: true });
  const address = path`/v1/marketplace/entries/${source}/${name}/enable`;
  const headers = changeHeaders(options);
  const { raw, value } = await session.api.typed(marketplace.enableEntry.output, 'POST', address, { headers });
  const did = value.changed ? `enabled from source ${source}` : 'is enabled already';
  const restored = value.restored ? '; what was added to it before is back' : '';
  session.showLine(raw, () => `backend ${value.backend} ${did} (revision ${value.catalogRevision})${restored}\n`);
  if (value.keptYours.length === 0 || session.json) return;
  const kept = nameList(value.keptYours.map((field) => fieldText({ path: field })));
  session.note(
    `Upstream has changed the same meanwhile; yours was kept: ${kept}. See: enginehouse market diff ${name}`,
  );
}
