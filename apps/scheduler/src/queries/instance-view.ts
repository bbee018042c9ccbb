import type { InstanceView } from '@enginehouse/contracts';
import { placementOf, type Instance } from '../domain/instance.js';
import { noContainer, type ContainerSeen } from '../domain/container-seen.js';
import { editionOf, isRetiring } from '../domain/roll/sides.js';
import type { SchedulerState } from '../domain/scheduler-state.js';
import type { LiveViews } from './live-views.js';
import { instanceReason, type ReasonContext } from './instance-reason.js';

/** An instance as users see it: the fold of its events, and what its worker says right now. */
export function instanceView(state: SchedulerState, live: LiveViews, instance: Instance): InstanceView {
  const { id, deployment, modelName, generation, restarts, createdAt, since } = instance;
  const percent = live.progressOf(id)?.percent ?? null;
  return {
    id,
    deployment,
    modelName,
    state: instance.state,
    reason: instanceReason(instance, reasonContext(state, live, instance)),
    retiring: retiringReason(state, instance) !== undefined,
    generation,
    ...whatRuns(state, instance),
    ...whatWasSeen('seen' in instance ? instance.seen : noContainer),
    restarts,
    progressPercent: instance.state === 'pulling' ? percent : null,
    createdAt,
    since,
  };
}

type WhatRuns = Pick<InstanceView, 'worker' | 'claim' | 'backend' | 'version' | 'revision' | 'image'>;

/** From the placement; before there is one, what it is to be made from. */
function whatRuns(state: SchedulerState, instance: Instance): WhatRuns {
  const placement = placementOf(instance);
  if (placement) {
    const { worker, claim, backend, version, revision, plan } = placement;
    return { worker, claim, backend, version, revision, image: plan.image };
  }
  const deployment = state.deployment(instance.deployment);
  const { backend, revision } =
    deployment && deployment.state !== 'deleted' ? editionOf(deployment, instance).pin : noPin;
  return { worker: null, claim: null, backend, version: null, revision, image: null };
}

const noPin = { backend: '', revision: 0 };

type WhatWasSeen = Pick<InstanceView, 'url' | 'containerId' | 'exitCode' | 'oomKilled' | 'lastLogLines'>;

const whatWasSeen = ({ url, containerId, ending }: ContainerSeen): WhatWasSeen => ({
  url,
  containerId,
  exitCode: ending?.exitCode ?? null,
  oomKilled: ending?.oomKilled ?? false,
  lastLogLines: [...(ending?.lastLogLines ?? [])],
});

/** What of the present, beyond the log, an instance's reason depends on. */
export function reasonContext(state: SchedulerState, live: LiveViews, instance: Instance): ReasonContext {
  const placement = placementOf(instance);
  const worker = placement ? state.worker(placement.worker) : undefined;
  return {
    progress: live.progressOf(instance.id),
    workerSilentSince: worker?.state === 'unreachable' ? worker.since : undefined,
    retiring: retiringReason(state, instance),
  };
}

function retiringReason(state: SchedulerState, instance: Instance): string | undefined {
  const deployment = state.deployment(instance.deployment);
  const retires = deployment && deployment.state !== 'deleted' && isRetiring(deployment, instance);
  return retires && instance.state === 'ready' ? instance.retiring?.reason : undefined;
}
