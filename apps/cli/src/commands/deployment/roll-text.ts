import type { RollPlan, RollSide, RollView } from '@enginehouse/contracts';
import { facts } from '../../output/facts.js';
import { diffText } from '../../output/diff-text.js';
import type { Paint } from '../../output/colors.js';

const sideText = ({ revision, version }: RollSide): string =>
  `revision ${revision}${version === null ? '' : `, version ${version}`}`;

/** What a roll would do: between which definitions, what changes in the container, where the replicas go. */
export function rollPlanText(plan: RollPlan, paint: Paint): string {
  const { from, to, downtime } = plan;
  const about = facts([
    ['Deployment', plan.deployment],
    ['Backend', plan.backend],
    ['From', sideText(from)],
    ['To', `${sideText(to)}${to.revision === plan.currentRevision ? '' : ` (the newest is ${plan.currentRevision})`}`],
    ['Outcome', `${outcomes[plan.outcome]}\n${plan.text}`],
    ['Replicas', plan.steps.map(stepText).join('\n')],
    ['Downtime', downtime && downtime.replicas.length > 0 ? downtimeText(downtime) : undefined],
    ['Ready within', plan.steps.length > 0 ? deadlineText(plan) : undefined],
  ]);
  const changes = diffText(plan.changes, paint);
  return changes === '' ? about : `${about}\n${changes}`;
}

const outcomes: Readonly<Record<RollPlan['outcome'], string>> = {
  surge: 'surge',
  'in-place': 'in place',
  none: 'no instance is replaced',
  nothing: 'nothing to do',
  refused: 'refused',
};

const stepText = ({ instance, from, to }: RollPlan['steps'][number]): string => {
  const place = from === to || from === null ? `on ${to}` : `from ${from} to ${to}`;
  return instance === null ? `a new one ${place}` : `${instance} ${place}`;
};

const downtimeText = ({ replicas, worstSeconds, noneReady }: NonNullable<RollPlan['downtime']>): string =>
  `${replicas.join(', ')}: ${worstSeconds} s at worst${noneReady ? ', with no replica ready meanwhile' : ''}`;

const deadlineText = ({ readyWithinSeconds, learnedSeconds }: RollPlan): string =>
  `${readyWithinSeconds} s${learnedSeconds === null ? '' : ` (those that run took ${learnedSeconds} s)`}, else it is undone`;

/** A roll under way or over, in a line or two. */
export function rollText({ state, mode, from, to, ready, total, reason }: RollView): string {
  const way = mode === 'none' ? '' : `, ${outcomes[mode]}`;
  const head =
    state === 'returning'
      ? `on the way back to ${sideText(from)}, ${ready} of ${total}`
      : `${state === 'rolling' ? `${state}, ${ready} of ${total} replaced` : state}: ${sideText(from)} to ${sideText(to)}${way}`;
  return reason === '' ? head : `${head}\n${reason}`;
}
