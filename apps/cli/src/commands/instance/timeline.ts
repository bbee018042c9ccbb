import { scheduling, type TimelineEntry } from '@enginehouse/contracts';
import { examples, path, type Register } from '../../command.js';
import { clock } from '../../output/age.js';
import { table, type Column } from '../../output/table.js';
import type { Session } from '../../session.js';

export const instanceTimeline: Register = (parent, run) => {
  parent
    .command('timeline')
    .description('Every event of an instance, oldest first')
    .argument('<id>', 'its id')
    .addHelpText('after', examples('enginehouse instance timeline tiny-7f3k2'))
    .action(run(timeline));
};

async function timeline(session: Session, _options: object, id: string): Promise<void> {
  const schema = scheduling.instanceTimeline.output;
  const { raw, value } = await session.api.typed(schema, 'GET', path`/v1/instances/${id}/timeline`);
  session.show(raw, () => table(columns, value.items, session.io.stdout.columns));
}

const columns: readonly Column<TimelineEntry>[] = [
  { header: 'POSITION', value: ({ position }) => String(position) },
  { header: 'WHEN', value: ({ at }) => clock(at) },
  { header: 'WHO', value: ({ actor }) => actor },
  { header: 'EVENT', value: ({ type }) => type },
  { header: 'WHAT', value: ({ text }) => text, shrinks: true },
];
