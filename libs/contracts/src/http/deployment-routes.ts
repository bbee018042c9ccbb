import { deploymentSpec, deploymentView, rollPlan, rollWish, scheduling } from '../index.js';
import { z } from 'zod';
import { done, listOf, nameParam } from './parts.js';
import { defineRoute, type Route } from './route.js';

const write = { tag: 'deployments', access: 'operator', params: nameParam, ifMatch: true } as const;
const changed = { status: 200, description: 'The revision now', schema: done, etag: true } as const;
const missing = ['deployment-not-found', 'stale-revision'] as const;
/** Why another revision or version of the backend cannot be read, or could not run. */
const unrollable = [
  'backend-not-found',
  'revision-not-found',
  'version-not-found',
  'version-deprecated',
  'framework-not-offered',
  'profile-not-granted',
  'backend-being-removed',
] as const;

/** One thing that happened to a deployment or to one of its instances. */
export const deploymentHappening = z.object({
  position: z.number().int(),
  at: z.string(),
  type: z.string(),
  actor: z.string(),
  /** Why, where somebody said so. */
  reason: z.string().optional(),
  text: z.string(),
  instance: z.string().optional(),
});
export type DeploymentHappening = z.infer<typeof deploymentHappening>;

/** Deployments. */
export const deploymentRoutes = {
  list: defineRoute({
    method: 'GET',
    path: '/v1/deployments',
    operation: 'listDeployments',
    tag: 'deployments',
    summary: 'Lists deployments with their instances',
    access: 'viewer',
    answer: { status: 200, description: 'All deployments', schema: listOf(deploymentView) },
    errors: [],
  }),
  create: defineRoute({
    method: 'POST',
    path: '/v1/deployments',
    operation: 'createDeployment',
    tag: 'deployments',
    summary: 'Deploys a model on a backend',
    access: 'operator',
    body: deploymentSpec,
    answer: { ...changed, status: 201, schema: done.extend({ name: z.string() }) },
    errors: [
      'name-taken',
      'model-name-taken',
      'backend-not-found',
      'backend-being-removed',
      'version-not-found',
      'version-deprecated',
      'framework-not-offered',
      'model-source-unavailable',
      'distributed-not-supported',
      'profile-not-granted',
      'idempotency-key-reused',
    ],
  }),
  get: defineRoute({
    method: 'GET',
    path: '/v1/deployments/{name}',
    operation: 'getDeployment',
    tag: 'deployments',
    summary: 'Reads a deployment; secret values are masked',
    access: 'viewer',
    params: nameParam,
    answer: { status: 200, description: 'The deployment', schema: deploymentView, etag: true },
    errors: ['deployment-not-found'],
  }),
  scale: defineRoute({
    ...write,
    method: 'PATCH',
    path: '/v1/deployments/{name}',
    operation: 'scaleDeployment',
    summary: 'Changes the number of replicas',
    body: z.object({ replicas: z.number().int().min(0).max(1000) }).strict(),
    answer: changed,
    errors: [...missing, 'roll-under-way'],
  }),
  remove: defineRoute({
    ...write,
    method: 'DELETE',
    path: '/v1/deployments/{name}',
    operation: 'deleteDeployment',
    summary: 'Deletes a deployment and stops its instances',
    answer: { ...changed, etag: false },
    errors: missing,
  }),
  stop: defineRoute({
    ...write,
    method: 'POST',
    path: '/v1/deployments/{name}/stop',
    operation: 'stopDeployment',
    summary: 'Stops all instances; the deployment stays',
    answer: changed,
    errors: missing,
  }),
  start: defineRoute({
    ...write,
    method: 'POST',
    path: '/v1/deployments/{name}/start',
    operation: 'startDeployment',
    summary: 'Starts a stopped deployment',
    answer: changed,
    errors: missing,
  }),
  planRoll: defineRoute({
    method: 'POST',
    path: '/v1/deployments/{name}/roll/plan',
    operation: 'planRoll',
    tag: 'deployments',
    summary: 'Tells what rolling a deployment to another revision or version of its backend would do; changes nothing',
    access: 'viewer',
    params: nameParam,
    body: rollWish,
    bodyOptional: true,
    answer: {
      status: 200,
      description: 'The plan; where it is refused, `problem` says why',
      schema: rollPlan,
    },
    errors: ['deployment-not-found', 'backend-not-found', 'revision-not-found'],
  }),
  roll: defineRoute({
    ...write,
    method: 'POST',
    path: '/v1/deployments/{name}/roll',
    operation: 'rollDeployment',
    summary: 'Rolls a deployment to another revision or version of its backend; undone where that does not get ready',
    body: rollWish,
    bodyOptional: true,
    answer: changed,
    errors: [...missing, 'nothing-to-roll', 'roll-under-way', 'roll-blocked', ...unrollable],
  }),
  cancelRoll: defineRoute({
    ...write,
    method: 'POST',
    path: '/v1/deployments/{name}/roll/cancel',
    operation: 'cancelRoll',
    summary: 'Undoes the roll that is under way',
    answer: changed,
    errors: [...missing, 'no-roll-under-way'],
  }),
  explain: defineRoute({
    method: 'GET',
    path: '/v1/deployments/{name}/explain',
    operation: 'explainDeployment',
    tag: 'deployments',
    summary: 'Why each instance is where it is, or why it waits',
    access: 'viewer',
    params: nameParam,
    answer: {
      status: 200,
      description: 'The state of the deployment and the decision about each instance',
      schema: z.object({
        name: z.string(),
        status: deploymentView.shape.status,
        reason: z.string(),
        instances: z.array(scheduling.explainInstance.output),
      }),
    },
    errors: ['deployment-not-found'],
  }),
  events: defineRoute({
    method: 'GET',
    path: '/v1/deployments/{name}/events',
    operation: 'followDeployment',
    tag: 'deployments',
    summary: 'Everything that happened to the deployment and its instances, from its creation on, then live',
    access: 'viewer',
    params: nameParam,
    answer: {
      status: 200,
      description:
        'As JSON the last 1,000 up to now. As server-sent events all of them, then live; `event: end` once all is deleted.',
      schema: listOf(deploymentHappening),
      types: ['text/event-stream'],
    },
    errors: ['deployment-not-found'],
  }),
} satisfies Record<string, Route>;
