import { scheduling, type WorkerView } from '@enginehouse/contracts';
import { examples, type Register } from '../../command.js';
import { paintState } from '../../output/colors.js';
import { table, type Column } from '../../output/table.js';
import type { Session } from '../../session.js';

export const workerList: Register = (parent, run) => {
  parent
    .command('list')
    .alias('ls')
    .description('List workers')
    .addHelpText('after', examples('enginehouse worker list'))
    .action(run(list));
};

async function list(session: Session): Promise<void> {
  const { raw, value } = await session.api.typed(scheduling.listWorkers.output, 'GET', '/v1/workers');
  session.show(raw, () => table(columns(session), value.items, session.io.stdout.columns));
}

const columns = ({ paint }: Session): readonly Column<WorkerView>[] => [
  { header: 'NAME', value: ({ name }) => name },
  { header: 'STATE', value: ({ state }) => state, paint: (text) => paintState(paint, text) },
  { header: 'CORDONED', value: ({ cordoned, drain }) => drain?.state ?? (cordoned ? 'yes' : 'no') },
  { header: 'ADDRESS', value: ({ address }) => address },
  { header: 'GPUS', value: gpusOf },
  { header: 'MEMORY', value: ({ allocated, memoryMib }) => `${gib(allocated.memoryMib)}/${gib(memoryMib)} GiB` },
  { header: 'INSTANCES', value: ({ instances }) => String(instances.length) },
  { header: 'FRAMEWORKS', value: ({ frameworks }) => frameworks.join(', '), shrinks: true },
  { header: 'REASON', value: ({ reason }) => reason, shrinks: true },
];

const gib = (mib: number): string => (mib / 1024).toFixed(0);

/** How many GPUs have something claimed on them, of how many there are. */
function gpusOf({ allocated, devices }: WorkerView): string {
  const used = allocated.gpus.filter((gpu) => gpu.instances.length > 0).length;
  return devices.length === 0 ? '-' : `${used}/${devices.length}`;
}
