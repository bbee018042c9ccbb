import type { ChangeImpact, PlannedChange } from '@enginehouse/contracts';
import type { Paint } from './colors.js';
import { oneLine } from './safe-text.js';

type Impact = Pick<PlannedChange, 'impact' | 'moreImpact' | 'impactUnknown'>;

/** The deployments that a change touches, a line each, and how many others use what is changed. */
export function impactLines({ impact, moreImpact = 0, impactUnknown }: Impact, paint: Paint): string[] {
  const touched = impact.filter(({ affected, outdated, placeable }) => affected || outdated || !placeable);
  const others = impact.length - touched.length;
  return [
    ...touched.map((each) => `    ${impactText(each, paint)}`),
    ...(others > 0
      ? [
          `    ${others === 1 ? '1 deployment uses' : `${others} deployments use`} it and ${others === 1 ? 'is' : 'are'} not touched`,
        ]
      : []),
    ...(moreImpact > 0 ? [`    ${moreImpact} more deployments use it`] : []),
    ...(impactUnknown === undefined ? [] : [`    which deployments use it is not known: ${oneLine(impactUnknown)}`]),
  ];
}

function impactText(impact: ChangeImpact, paint: Paint): string {
  const { deployment, version, stopped, runningRevision, currentRevision, outdated, affected, placeable } = impact;
  const on = version === null ? '' : ` (version ${oneLine(version)})`;
  const runs = `${stopped ? 'is stopped at' : 'runs'} revision ${runningRevision}`;
  const current = outdated ? `, current ${currentRevision}` : '';
  const effect = placeable
    ? affected
      ? 'is touched, and would find a place'
      : 'is not touched'
    : paint('red', `could not be rolled to it: ${oneLine(impact.reason)}`);
  return `deployment ${oneLine(deployment)}${on} ${runs}${current}; ${effect}`;
}
