import { workerView, type WorkerView } from '@enginehouse/contracts';
import { examples, path, type Register } from '../../command.js';
import { clock } from '../../output/age.js';
import { facts } from '../../output/facts.js';
import { table, type Column } from '../../output/table.js';
import { drainText } from './drain/drain-text.js';
import type { Session } from '../../session.js';

export const workerGet: Register = (parent, run) => {
  parent
    .command('get')
    .description('Show a worker with its devices and what is claimed of them')
    .argument('<name>', 'its name')
    .addHelpText('after', examples('enginehouse worker get gpu-1'))
    .action(run(get));
};

async function get(session: Session, _options: object, name: string): Promise<void> {
  const { raw, value } = await session.api.typed(workerView, 'GET', path`/v1/workers/${name}`);
  session.show(raw, () => text(session, value));
}

function text({ io, paint }: Session, worker: WorkerView): string {
  const about = facts([
    ['Name', worker.name],
    ['State', worker.cordoned ? `${worker.state}, cordoned` : worker.state],
    ['Reason', worker.reason],
    ['Drain', worker.drain ? drainText(worker.drain) : undefined],
    ['Address', worker.address],
    ['Version', worker.version],
    ['Engine', `${worker.engine.name} ${worker.engine.version}`],
    ['CPUs', `${worker.allocated.cpus} of ${worker.cpus} claimed`],
    ['Memory', `${worker.allocated.memoryMib} of ${worker.memoryMib} MiB claimed`],
    ['Disk', `${worker.disk.freeMib} of ${worker.disk.totalMib} MiB free at ${worker.disk.path}`],
    ['Frameworks', worker.frameworks.join(', ')],
    [
      'Labels',
      Object.entries(worker.labels)
        .map(([key, value]) => `${key}=${value}`)
        .join('\n'),
    ],
    ['Models below', worker.modelRoots.join('\n')],
    ['Profiles', worker.securityProfiles.join(', ')],
    ['Instances', worker.instances.join('\n')],
    ['Warnings', worker.warnings.join('\n')],
    ['Joined', clock(worker.joinedAt)],
    ['Last heard', worker.heardAt === null ? undefined : clock(worker.heardAt)],
  ]);
  if (worker.devices.length === 0) return about;
  const devices = worker.devices.map((device) => ({ ...device, ...claimOn(worker, device.index) }));
  return `${about}\n${paint('bold', 'Devices')}\n${table(columns, devices, io.stdout.columns)}`;
}

type Device = WorkerView['devices'][number] & { readonly claimedMib: number; readonly instances: readonly string[] };

function claimOn({ allocated }: WorkerView, index: number): Pick<Device, 'claimedMib' | 'instances'> {
  return allocated.gpus.find((gpu) => gpu.index === index) ?? { claimedMib: 0, instances: [] };
}

const columns: readonly Column<Device>[] = [
  { header: 'INDEX', value: ({ index }) => String(index) },
  { header: 'DEVICE', value: ({ vendor, name }) => `${vendor} ${name}` },
  { header: 'FRAMEWORK', value: ({ framework }) => framework },
  { header: 'CLAIMED', value: ({ claimedMib, memoryMib }) => `${claimedMib}/${memoryMib} MiB` },
  { header: 'INSTANCES', value: ({ instances }) => instances.join(', ') || '-', shrinks: true },
];
