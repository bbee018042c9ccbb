import type { z } from 'zod';
import { upcast } from '../upcasting/upcast.js';
import { deploymentEvents } from './deployment.js';
import { instanceEvents } from './instance.js';
import type { RollMode, RollSide } from './roll.js';
import { useEvents } from './use-holds.js';
import { workerEvents } from './worker.js';

type Schemas = typeof deploymentEvents & typeof instanceEvents & typeof workerEvents & typeof useEvents;
type Texts = { readonly [T in keyof Schemas]: (data: z.output<Schemas[T]>) => string };

const schemas: Schemas = { ...deploymentEvents, ...instanceEvents, ...workerEvents, ...useEvents };

const texts: Texts = {
  DeploymentCreated: ({ spec, pin }) =>
    `created: ${replicas(spec.replicas)} of ${spec.modelName ?? spec.name} on ${pin.backend}, revision ${pin.revision}`,
  DeploymentScaled: ({ from, to }) => `scaled from ${from} to ${replicas(to)}`,
  DeploymentStopped: () => 'stopped by a user',
  DeploymentStarted: () => 'started by a user',
  DeploymentDeleted: () => 'deleted',
  DeploymentRollStarted: ({ from, to, mode }) => `roll from ${side(from)} to ${side(to)} started, ${howRolled[mode]}`,
  DeploymentRolled: ({ to }) => `rolled: runs ${side(to)} now`,
  DeploymentRollReverted: ({ from, to, detail }) =>
    `roll to ${side(to)} undone, back to ${side(from)}: ${sentence(detail)}`,
  InstanceCreated: ({ deployment }) => `made for deployment ${deployment}`,
  InstanceWaiting: ({ explanation }) => `waiting: ${explanation.text}`,
  InstancePlaced: ({ version, versionReason, explanation }) =>
    `${explanation.text}${version === null ? '' : `; version ${version}, ${versionReason}`}`,
  InstanceRetiring: ({ reason }) => `takes no new requests: ${reason}`,
  InstanceStopping: ({ reason }) => `stopping: ${reason}`,
  InstanceEvicted: ({ worker, reason }) => `taken off ${worker}: ${reason}`,
  InstanceRetried: ({ worker }) => `to be tried again, after it failed on ${worker}`,
  InstanceDeleted: ({ reason }) => `instance deleted: ${reason}`,
  ImagePullStarted: ({ image }) => `pulling ${image}`,
  ImagePulled: ({ image, durationMs }) => `pulled ${image} in ${(durationMs / 1000).toFixed(1)} s`,
  ContainerCreated: ({ containerId, image, port }) =>
    `container ${short(containerId)} created from ${image}, port ${port}`,
  ContainerStarted: ({ attempt }) => (attempt > 1 ? `container started, attempt ${attempt}` : 'container started'),
  ContainerAdopted: ({ containerId }) => `running container ${short(containerId)} adopted`,
  ProbeAnswered: ({ path, answer }) => `GET ${path} answered ${answer}`,
  InstanceReady: ({ url }) => `ready at ${url}`,
  InstanceUnhealthy: ({ answer, failures }) => `unhealthy: ${answer}, ${failures} times in a row`,
  ContainerExited: ({ detail, restartInSeconds }) => `container ended: ${detail}; ${nextTry(restartInSeconds)}`,
  StartFailed: ({ detail, restartInSeconds }) => `could not start: ${sentence(detail)}; ${nextTry(restartInSeconds)}`,
  InstanceFailed: ({ detail }) => `failed: ${sentence(detail)}`,
  ContainerRemoved: ({ containerId }) =>
    containerId ? `container ${short(containerId)} removed` : 'no container left',
  WorkerJoined: ({ report }) => `joined with ${equipment(report)}`,
  WorkerReported: ({ report }) => `told what it has now: ${equipment(report)}`,
  WorkerUnreachable: ({ lastHeardSecondsAgo }) => `silent for ${Math.round(lastHeardSecondsAgo)} s`,
  WorkerReturned: () => 'is heard again',
  WorkerCordoned: () => 'takes nothing new',
  WorkerUncordoned: () => 'takes new instances again',
  WorkerDrainStarted: ({ instances, force, deadlineSeconds }) =>
    `is being emptied: ${counted(instances.length)} to move${force ? '; what finds no place is stopped' : ''}${deadlineText(deadlineSeconds)}`,
  WorkerDrainOverdue: () => 'the deadline of its drain is over: what is still there is stopped',
  WorkerDrained: () => 'is empty: nothing runs there any more',
  WorkerLeft: ({ reason }) => `left: ${reason}`,
  WorkerAdmitted: () => 'has joined anew after it was removed',
  UseHeld: ({ backend, versions }) =>
    `no new deployment of ${backend}${versions === null ? '' : ` ${versions.join(', ')}`} while it is being removed`,
  UseReleased: ({ backend }) => `the removal in ${backend} has ended`,
};

/** What an event of the scheduling log says, in a few plain words; its type where this version does not know it. */
export function eventText(event: {
  readonly type: string;
  readonly schemaVersion?: number;
  readonly data: unknown;
}): string {
  if (!isKnown(event.type)) {
    return event.type;
  }
  const current = upcast({ ...event, schemaVersion: event.schemaVersion ?? 1 });
  const data = schemas[event.type].safeParse(current.data);
  return data.success ? textOf(event.type, data.data) : event.type;
}

const isKnown = (type: string): type is keyof Schemas => Object.hasOwn(schemas, type);

/** The table gives each type its own data; a union of functions cannot say that. */
const textOf = (type: keyof Schemas, data: unknown): string => (texts[type] as (data: unknown) => string)(data);

const equipment = ({ cpus, devices }: z.output<typeof workerEvents.WorkerJoined>['report']): string =>
  devices.length === 0
    ? `${cpus} processors, no GPU`
    : `${cpus} processors, ${devices.map(({ name }) => name).join(', ')}`;
const replicas = (count: number) => (count === 1 ? '1 replica' : `${count} replicas`);
const counted = (instances: number) => (instances === 1 ? '1 instance' : `${instances} instances`);
const deadlineText = (seconds: number | null) =>
  seconds === null ? '' : `; after ${seconds} s what is still there is stopped`;
const side = ({ revision, version }: RollSide) =>
  `revision ${revision}${version === null ? '' : `, version ${version}`}`;
const howRolled: Readonly<Record<RollMode, string>> = {
  surge: 'each new instance before an old one stops',
  'in-place': 'each old instance stops before a new one starts',
  none: 'no instance has to be replaced',
};
const short = (id: string) => id.slice(0, 12);
/** The engine's words may be a sentence; more follows here. */
const sentence = (detail: string) => detail.replace(/\.$/, '');
const nextTry = (inSeconds: number | null) =>
  inSeconds === null ? 'given up' : inSeconds === 0 ? 'started again' : `next try in ${inSeconds} s`;
