import type { InstanceView } from '@enginehouse/contracts';
import { age } from '../../output/age.js';
import { paintState } from '../../output/colors.js';
import type { Column } from '../../output/table.js';
import type { Session } from '../../session.js';

/** How instances are listed. */
export const instanceColumns = ({ io, paint }: Session): readonly Column<InstanceView>[] => [
  { header: 'INSTANCE', value: ({ id }) => id },
  { header: 'DEPLOYMENT', value: ({ deployment }) => deployment },
  { header: 'STATE', value: ({ state }) => state, paint: (text) => paintState(paint, text) },
  { header: 'WORKER', value: ({ worker }) => worker ?? '-' },
  { header: 'VERSION', value: ({ version }) => version ?? '-' },
  { header: 'REVISION', value: ({ revision }) => String(revision) },
  { header: 'RESTARTS', value: ({ restarts }) => String(restarts) },
  { header: 'FOR', value: ({ since }) => age(since, io.now()) },
  { header: 'REASON', value: ({ reason }) => reason, shrinks: true },
];
