import type { Assignment } from '@enginehouse/contracts';
import type { ObservedContainer } from './container-labels.js';

/** An instance that this process is taking care of already. */
export interface Supervised {
  readonly instance: string;
  readonly generation: number;
  readonly planDigest: string;
  /** `live`: it should have a running container; `busy`: on its way; `stopping`; `gone`: nothing is left of it. */
  readonly stage: 'live' | 'busy' | 'stopping' | 'gone';
  readonly containerId: string | null;
}

/** One step towards what is assigned. */
export type Action =
  | { readonly do: 'supervise'; readonly assignment: Assignment; readonly container: ObservedContainer | null }
  /** `fenced`: it is not this worker's any more. */
  | { readonly do: 'stop'; readonly instance: string; readonly fenced: boolean }
  | { readonly do: 'forget'; readonly instance: string }
  | { readonly do: 'look'; readonly instance: string }
  /** `report` is false where the instance's own container stays: its removal would be news about the wrong one. */
  | { readonly do: 'remove'; readonly container: ObservedContainer; readonly report: boolean };

/**
 * What is to be done now. It looks at the whole of both sides every time, so an action that was lost or failed is
 * simply found again. An instance's old container goes before its new one comes: they would want the same device.
 */
export function diff(
  assignments: readonly Assignment[],
  containers: readonly ObservedContainer[],
  supervised: readonly Supervised[],
): readonly Action[] {
  const assigned = new Map(assignments.map((assignment) => [assignment.instance, assignment]));
  const cared = new Map(supervised.map((one) => [one.instance, one]));
  const found = (instance: string) => containers.filter((container) => container.instance === instance);
  return [
    ...supervised.flatMap((one) => forSupervised(one, assigned.get(one.instance), found(one.instance))),
    ...assignments.flatMap((one) => forAssigned(one, cared.get(one.instance), found(one.instance))),
    ...containers
      .filter((container) => !assigned.has(container.instance) && !cared.has(container.instance))
      .map((container) => remove(container, true)),
  ];
}

function forSupervised(
  one: Supervised,
  assignment: Assignment | undefined,
  containers: readonly ObservedContainer[],
): readonly Action[] {
  const { instance } = one;
  if (one.stage === 'gone') {
    return assignment ? [] : [{ do: 'forget', instance }];
  }
  if (one.stage === 'stopping') {
    return [];
  }
  if (!assignment || assignment.desired === 'stopped' || !isSame(one, assignment)) {
    return [{ do: 'stop', instance, fenced: assignment === undefined }];
  }
  const lost = one.stage === 'live' && !containers.some((c) => c.id === one.containerId && c.state === 'running');
  const others = one.stage === 'live' ? containers.filter((c) => c.id !== one.containerId) : [];
  return [...(lost ? [{ do: 'look', instance } as const] : []), ...others.map((container) => remove(container, false))];
}

function forAssigned(
  assignment: Assignment,
  one: Supervised | undefined,
  containers: readonly ObservedContainer[],
): readonly Action[] {
  if (one && !(one.stage === 'gone' && isNews(one, assignment))) {
    return [];
  }
  const own = containers.filter((c) => isContainerOf(c, assignment)).toSorted((a, b) => rank[a.state] - rank[b.state]);
  const [container = null] = own;
  const others = containers.filter((c) => c !== container);
  return others.length > 0
    ? others.map((other) => remove(other, other.generation !== assignment.generation))
    : [{ do: 'supervise', assignment, container }];
}

const remove = (container: ObservedContainer, report: boolean): Action => ({ do: 'remove', container, report });

const rank = { running: 0, created: 1, ended: 2 } as const;

const isSame = (one: Supervised, assignment: Assignment) =>
  one.generation === assignment.generation && one.planDigest === assignment.planDigest;

const isNews = (one: Supervised, assignment: Assignment) =>
  assignment.desired === 'running' || !isSame(one, assignment);

const isContainerOf = (container: ObservedContainer, assignment: Assignment) =>
  container.generation === assignment.generation && container.specDigest === assignment.planDigest;
