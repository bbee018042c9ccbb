import type { PlacementAsk } from '@enginehouse/placement';
import type { Edition } from './roll/roll.js';

/** What placement is asked for one replica of a deployment, or of what it is rolled to. */
export const placementAskOf = ({ spec, options }: Pick<Edition, 'spec' | 'options'>): PlacementAsk => ({
  deployment: spec.name,
  options,
  resources: spec.resources,
  placement: spec.placement,
  modelPath: spec.model?.source === 'local_path' ? spec.model.path : null,
  profile: spec.securityProfile,
});
