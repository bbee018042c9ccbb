import type { PlacementAsk } from '@enginehouse/placement';
import type { ActiveDeployment } from './deployment.js';

/** What placement is asked for one replica of a deployment. */
export const placementAskOf = ({ name, spec, options }: ActiveDeployment): PlacementAsk => ({
  deployment: name,
  options,
  resources: spec.resources,
  placement: spec.placement,
  modelPath: spec.model?.source === 'local_path' ? spec.model.path : null,
  profile: spec.securityProfile,
});
