import type { RollPlan } from '@enginehouse/contracts';
import type { RollDraft, RollWay } from '../../domain/roll/roll-draft.js';

/** The outcome of a plan in a few sentences. */
export function planText(draft: RollDraft, downtime: RollPlan['downtime']): string {
  const { way } = draft;
  return way.ok ? wayText(draft, way.value, downtime) : way.error.detail;
}

function wayText(draft: RollDraft, way: RollWay, downtime: RollPlan['downtime']): string {
  const { replicas } = draft.deployment.spec;
  switch (way.mode) {
    case 'surge':
      return replicas === 1
        ? 'The new replica is ready before the old one takes no more requests.'
        : `${replicas} replicas are replaced one after the other, each new one ready before an old one takes no more requests.`;
    case 'in-place':
      return `${why(way)}${counted(replicas)} replaced in place, the old one stopped first. ${downtimeText(downtime)}`;
    case 'none':
      return `${noneText(draft)} No instance is replaced.`;
  }
}

const why = ({ noSurge }: RollWay): string =>
  noSurge === null ? '' : `There is no room for a new replica beside the old: ${noSurge}. `;

function noneText({ deployment }: RollDraft): string {
  if (deployment.state === 'stopped') {
    return 'It is stopped, and starts with the new definition.';
  }
  return deployment.spec.replicas === 0
    ? 'It has no replicas now; those to come get the new definition.'
    : 'Nothing of the container changes.';
}

function downtimeText(downtime: RollPlan['downtime']): string {
  if (!downtime || downtime.replicas.length === 0) {
    return 'None of them is ready now, so nobody is cut off.';
  }
  const each = downtime.replicas.length === 1 ? 'It is' : 'Each is';
  const none = downtime.noneReady ? ' Meanwhile no replica is ready.' : '';
  return `${each} away for ${downtime.worstSeconds} s at worst.${none}`;
}

const counted = (count: number): string => (count === 1 ? '1 replica is' : `${count} replicas are`);
