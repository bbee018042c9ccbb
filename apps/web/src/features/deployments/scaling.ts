import type { DeploymentView } from '@enginehouse/contracts';

/** As many as the api takes. */
export const mostReplicas = 1000;

/** The number of replicas that a text says: whole, from 0 to the most there may be. Undefined for anything else. */
export function replicasIn(text: string): number | undefined {
  const count = /^\d{1,4}$/.test(text.trim()) ? Number(text) : undefined;
  return count !== undefined && count <= mostReplicas ? count : undefined;
}

/** Whether nothing would answer any more that answers now. */
export const endsAll = (wanted: number | undefined, now: number): boolean => wanted === 0 && now > 0;

/** The status as it is shown. The api calls a deployment stopped also where it was scaled to 0: `none` here. */
export const shownStatus = ({ status, stopped }: Pick<DeploymentView, 'status' | 'stopped'>) =>
  status === 'stopped' && !stopped ? 'none' : status;

/** What turns a deployment on or off. One that was scaled to 0 is on, and comes back only by another number of replicas. */
export function switchOf({ replicas, stopped }: Pick<DeploymentView, 'replicas' | 'stopped'>) {
  if (stopped) return 'start';
  return replicas > 0 ? 'stop' : undefined;
}
