import type { AssignedDevice, ContainerPlan, Result } from '@enginehouse/contracts';
import { renderPlan, type PlanRenderError, type RenderedPlan } from './render-plan.js';
import { networkOf } from './worker-network.js';

/** What only the worker knows about a plan. */
export interface WorkerSide {
  readonly port: number;
  /** The worker's own address; used only in the network of the host. */
  readonly workerIp: string;
  /** The claimed devices, as the container itself numbers them. */
  readonly gpuIds: readonly (number | string)[];
}

/** Entrypoint and arguments of a container: the one way of rendering a plan, for a real start and for a preview alike. */
export const renderContainer = (plan: ContainerPlan, side: WorkerSide): Result<RenderedPlan, PlanRenderError> =>
  renderPlan(plan, {
    model_path: plan.model.containerPath,
    model_name: plan.model.name,
    port: side.port,
    worker_ip: side.workerIp,
    gpu_count: side.gpuIds.length,
    gpu_ids: side.gpuIds,
    network: networkOf(plan.profile),
  });

/** How a container numbers its devices: from zero where only they are handed to it, else as the worker does. */
export const gpuIdsOf = (devices: readonly AssignedDevice[], handedOver: boolean): number[] =>
  devices.map((device, position) => (handedOver ? position : device.index));

/** A directory of the worker in a container. */
export interface PlannedMount {
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
}

/** What is mounted into a container: its model, which it may only read. The worker resolves links in the source. */
export function mountsOf({ model }: Pick<ContainerPlan, 'model'>): PlannedMount[] {
  const { hostPath, containerPath } = model;
  return hostPath === null ? [] : [{ source: hostPath, target: containerPath ?? hostPath, readOnly: true }];
}
