import { z } from 'zod';
import { feedInput, feedPage, logReport } from '../backend/requests.js';
import { defineRequest } from '../request.js';
import { deploymentName, deploymentSpec } from './deployment.js';
import { backendDefinition } from '../backend/definition.js';
import { explanation } from './explanation.js';
import { drainPlan, drainView, drainWish } from './drain.js';
import { changeImpact } from './impact.js';
import { preview, previewInput } from './preview.js';
import { claim, instanceState } from './instance.js';
import { rollPlan, rollView, rollWish } from './roll.js';
import { workerName, workerReport } from './worker.js';

export const deploymentStatus = z.enum(['ready', 'partial', 'loading', 'waiting', 'failed', 'stopped']);

export const instanceView = z.object({
  id: z.string(),
  deployment: z.string(),
  modelName: z.string(),
  state: instanceState,
  /** Why it is in this state, in plain words; never empty while it is not ready. */
  reason: z.string(),
  /** It takes no new requests and will be stopped: another takes its place. */
  retiring: z.boolean().default(false),
  generation: z.number().int(),
  worker: z.string().nullable(),
  url: z.string().nullable(),
  claim: claim.nullable(),
  backend: z.string(),
  version: z.string().nullable(),
  revision: z.number().int(),
  image: z.string().nullable(),
  containerId: z.string().nullable(),
  restarts: z.number().int(),
  progressPercent: z.number().nullable(),
  exitCode: z.number().nullable(),
  oomKilled: z.boolean(),
  lastLogLines: z.array(z.string()),
  createdAt: z.string(),
  since: z.string(),
});
export type InstanceView = z.infer<typeof instanceView>;

export const deploymentView = z.object({
  name: z.string(),
  status: deploymentStatus,
  reason: z.string(),
  /** Log position of the deployment's last event: its revision for `If-Match`. */
  revision: z.number().int(),
  spec: deploymentSpec,
  backendRevision: z.number().int(),
  /** The backend's newest revision, where it is known; differs from `backendRevision` after an edit. */
  currentBackendRevision: z.number().int().nullable(),
  replicas: z.number().int(),
  readyReplicas: z.number().int(),
  stopped: z.boolean(),
  /** The last roll to another definition; null where there was none. */
  roll: rollView.nullable().default(null),
  createdAt: z.string(),
  createdBy: z.string(),
  instances: z.array(instanceView),
});
export type DeploymentView = z.infer<typeof deploymentView>;

export const workerView = workerReport.extend({
  state: z.enum(['ready', 'unreachable', 'left']),
  reason: z.string(),
  cordoned: z.boolean(),
  revision: z.number().int(),
  instances: z.array(z.string()),
  allocated: z.object({
    memoryMib: z.number().int(),
    cpus: z.number(),
    gpus: z.array(z.object({ index: z.number().int(), claimedMib: z.number().int(), instances: z.array(z.string()) })),
  }),
  /** Null where it was not drained since it was last open. */
  drain: drainView.nullable().default(null),
  /** Its last heartbeat; null where none came since the scheduler was started. */
  heardAt: z.string().nullable().default(null),
  joinedAt: z.string(),
});
export type WorkerView = z.infer<typeof workerView>;

/** One line of an instance's timeline, with the position of its event in the log. */
export const timelineEntry = z.object({
  position: z.number().int(),
  at: z.string(),
  type: z.string(),
  actor: z.string(),
  /** The event in plain words. */
  text: z.string(),
  causationId: z.string().optional(),
  id: z.string(),
  data: z.unknown(),
});
export type TimelineEntry = z.infer<typeof timelineEntry>;

const name = deploymentName;
const expectedRevision = z.number().int().positive().optional();
const done = z.object({ revision: z.number().int(), changed: z.boolean() });
const list = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) });

/** The scheduler's commands and queries. */
export const scheduling = {
  createDeployment: defineRequest('scheduler.command.CreateDeployment', deploymentSpec, done),
  scaleDeployment: defineRequest(
    'scheduler.command.ScaleDeployment',
    z.object({ name, replicas: z.number().int().min(0).max(1000), expectedRevision }),
    done,
  ),
  stopDeployment: defineRequest('scheduler.command.StopDeployment', z.object({ name, expectedRevision }), done),
  startDeployment: defineRequest('scheduler.command.StartDeployment', z.object({ name, expectedRevision }), done),
  deleteDeployment: defineRequest('scheduler.command.DeleteDeployment', z.object({ name, expectedRevision }), done),
  /** Replaces its instances by those of another revision or version of its backend; refused as `planRoll` says. */
  rollDeployment: defineRequest(
    'scheduler.command.RollDeployment',
    z.object({ name, wish: rollWish, expectedRevision }),
    done,
  ),
  /** Undoes the roll under way. */
  cancelRoll: defineRequest('scheduler.command.CancelRoll', z.object({ name, expectedRevision }), done),
  /** The deployment makes another in its place. */
  deleteInstance: defineRequest('scheduler.command.DeleteInstance', z.object({ id: z.string() }), done),
  /** Only one that has failed; it is placed again and its restarts count from none. */
  retryInstance: defineRequest('scheduler.command.RetryInstance', z.object({ id: z.string() }), done),
  cordonWorker: defineRequest(
    'scheduler.command.CordonWorker',
    z.object({ name: workerName, cordoned: z.boolean() }),
    done,
  ),
  /** Cordons it and moves its instances to other workers, each replaced before it stops; ended by opening it again. */
  drainWorker: defineRequest(
    'scheduler.command.DrainWorker',
    z.object({ name: workerName, wish: drainWish, expectedRevision }),
    done,
  ),
  /** A worker has joined with a token: where it was removed before, it may report again. */
  admitWorker: defineRequest('scheduler.command.AdmitWorker', z.object({ name: workerName }), done),
  /** Refused while instances run there, unless `force`. */
  removeWorker: defineRequest(
    'scheduler.command.RemoveWorker',
    z.object({ name: workerName, force: z.boolean().default(false) }),
    done,
  ),

  listDeployments: defineRequest('scheduler.query.ListDeployments', z.object({}), list(deploymentView)),
  getDeployment: defineRequest('scheduler.query.GetDeployment', z.object({ name: z.string() }), deploymentView),
  listInstances: defineRequest(
    'scheduler.query.ListInstances',
    z.object({ deployment: z.string().optional() }),
    list(instanceView),
  ),
  getInstance: defineRequest('scheduler.query.GetInstance', z.object({ id: z.string() }), instanceView),
  instanceTimeline: defineRequest(
    'scheduler.query.InstanceTimeline',
    z.object({ id: z.string() }),
    list(timelineEntry),
  ),
  explainInstance: defineRequest(
    'scheduler.query.ExplainInstance',
    z.object({ id: z.string() }),
    z.object({ id: z.string(), state: instanceState, reason: z.string(), explanation: explanation.nullable() }),
  ),
  listWorkers: defineRequest('scheduler.query.ListWorkers', z.object({}), list(workerView)),
  getWorker: defineRequest('scheduler.query.GetWorker', z.object({ name: z.string() }), workerView),
  /** Where every instance of a worker would go, or why it would have to stay. */
  planDrain: defineRequest('scheduler.query.PlanDrain', z.object({ name: workerName, wish: drainWish }), drainPlan),
  /** Which deployments use a backend, or one version of it; the catalog's in-use guard. */
  deploymentsUsing: defineRequest(
    'scheduler.query.DeploymentsUsing',
    z.object({ backend: z.string(), version: z.string().optional() }),
    z.object({ deployments: z.array(z.string()) }),
  ),
  /** How many deployments use each backend; those that none uses are left out. */
  backendUsage: defineRequest(
    'scheduler.query.BackendUsage',
    z.object({}),
    list(z.object({ backend: z.string(), deployments: z.number().int() })),
  ),
  /**
   * Keeps new deployments off a backend, or off the named versions, while the catalog removes them. Refused with the
   * deployments that use them. Without `ReleaseUse` the scheduler gives the hold up after a while, through
   * `AbandonRemoval`.
   */
  holdUse: defineRequest(
    'scheduler.command.HoldUse',
    z.object({ hold: z.string(), backend: z.string(), versions: z.array(z.string()).nullable() }),
    z.object({}),
  ),
  /** Ends a hold. `revision` is the backend's newest then: no deployment can be made from an older reading of it. */
  releaseUse: defineRequest(
    'scheduler.command.ReleaseUse',
    z.object({ hold: z.string(), backend: z.string(), revision: z.number().int() }),
    z.object({}),
  ),
  /** What a change of a backend would mean for the deployments that use it; no definition means that it is deleted. */
  changeImpact: defineRequest(
    'scheduler.query.ChangeImpact',
    z.object({ backend: z.string(), definition: backendDefinition.optional() }),
    list(changeImpact),
  ),
  /** What a roll would do, and whether it can be done. */
  planRoll: defineRequest('scheduler.query.PlanRoll', z.object({ name: z.string(), wish: rollWish }), rollPlan),
  /** Exactly what would be started for a deployment, without starting it. */
  preview: defineRequest('scheduler.query.Preview', previewInput, preview),
  feed: defineRequest('scheduler.query.Feed', feedInput, feedPage),
  verifyLog: defineRequest('scheduler.query.VerifyLog', z.object({}), logReport),
} as const;
