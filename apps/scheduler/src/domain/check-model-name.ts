import { problemOf, type DeploymentSpec, type Problem } from '@enginehouse/contracts';
import type { SchedulerState } from './scheduler-state.js';

/** What clients call a deployment's model. */
export const servedName = ({ name, modelName }: Pick<DeploymentSpec, 'name' | 'modelName'>): string =>
  modelName ?? name;

// oxlint-disable-next-line no-control-regex -- control characters are what this is about
const controls = /[\u0000-\u001f\u007f]/;

/**
 * Clients name only the model, so two deployments under one model name would share its requests, whatever the two run.
 * A stopped deployment keeps its model name: it may be started again.
 */
export function checkModelName(state: SchedulerState, spec: DeploymentSpec): Problem | undefined {
  const wanted = servedName(spec);
  if (controls.test(wanted)) {
    const error = {
      code: 'control-character',
      path: ['modelName'],
      detail: 'A name of a model has no control characters.',
    };
    return problemOf('invalid-input', error.detail, { errors: [error] });
  }
  const holder = state.activeDeployments().find((each) => servedName(each.spec) === wanted);
  if (!holder) {
    return undefined;
  }
  const detail = `Deployment ${holder.name} serves a model named ${wanted} already.`;
  return problemOf('model-name-taken', detail, {
    hint: `Choose another --model-name, or give that one more replicas: enginehouse deployment scale ${holder.name} ${holder.spec.replicas + 1}`,
    errors: [{ code: 'model-name-taken', path: [spec.modelName === undefined ? 'name' : 'modelName'], detail }],
  });
}
