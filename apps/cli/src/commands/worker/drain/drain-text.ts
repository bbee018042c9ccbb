import type { DrainPlan, DrainStep, DrainView } from '@enginehouse/contracts';
import { facts } from '../../../output/facts.js';
import { table, type Column } from '../../../output/table.js';

/** What a drain would do: every instance there, where it would go or why it would have to stay. */
export function drainPlanText(plan: DrainPlan, width: number | undefined): string {
  const about = facts([
    ['Worker', plan.cordoned ? `${plan.worker}, cordoned` : plan.worker],
    ['Outcome', plan.text],
    ['No replica', plan.interrupted.length > 0 ? `for a time: ${plan.interrupted.join(', ')}` : undefined],
  ]);
  return plan.steps.length === 0 ? about : `${about}\n${table(columns, plan.steps, width)}`;
}

const columns: readonly Column<DrainStep>[] = [
  { header: 'INSTANCE', value: ({ instance }) => instance },
  { header: 'DEPLOYMENT', value: ({ deployment }) => deployment },
  { header: 'STATE', value: ({ state }) => state },
  { header: 'OUTCOME', value: ({ outcome }) => outcome },
  { header: 'TO', value: ({ to }) => to ?? '-' },
  { header: 'REASON', value: ({ reason }) => reason, shrinks: true },
];

/** How far a drain is, a line for each instance that is left. */
export function drainText({ state, moved, total, moving, stuck, deadlineSeconds }: DrainView): string {
  const deadline = deadlineSeconds === null || state === 'drained' ? '' : `, deadline ${deadlineSeconds} s`;
  const lines = [...moving, ...stuck].map(({ instance, reason }) => `${instance}: ${reason}`);
  return [`${state}, ${moved} of ${total} moved${deadline}`, ...lines].join('\n');
}
