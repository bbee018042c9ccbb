import type { BackendVersion, RunnableDefinition } from '@enginehouse/contracts';
import type { DeploymentOverrides } from './plan-container.js';

/** A request whose version was found; `index` is its place among the definition's versions. */
export interface PlanBasis {
  readonly definition: RunnableDefinition;
  readonly version: BackendVersion | undefined;
  readonly index: number;
  readonly deployment: DeploymentOverrides;
}
