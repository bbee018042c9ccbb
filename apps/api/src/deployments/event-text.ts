import { deploymentEvents, instanceEvents, type RecordedEvent } from '@enginehouse/contracts';
import type { z } from 'zod';

type Schemas = typeof deploymentEvents & typeof instanceEvents;
type Texts = { readonly [T in keyof Schemas]: (data: z.output<Schemas[T]>) => string };

const schemas: Schemas = { ...deploymentEvents, ...instanceEvents };

/** Every event of a deployment and its instances in one plain sentence. */
const texts: Texts = {
  DeploymentCreated: ({ spec, pin }) =>
    `created: ${replicas(spec.replicas)} of ${spec.modelName ?? spec.name} on ${pin.backend}, revision ${pin.revision}`,
  DeploymentScaled: ({ from, to }) => `scaled from ${from} to ${replicas(to)}`,
  DeploymentStopped: () => 'stopped by a user',
  DeploymentStarted: () => 'started by a user',
  DeploymentDeleted: () => 'deleted',
  InstanceCreated: () => 'instance created',
  InstanceWaiting: ({ explanation }) => `waiting: ${explanation.text}`,
  InstancePlaced: ({ worker, version, explanation }) =>
    `placed on ${worker}${version === null ? '' : ` with version ${version}`}: ${explanation.text}`,
  InstanceStopping: ({ reason }) => `stopping: ${reason}`,
  InstanceEvicted: ({ worker, reason }) => `taken off ${worker}: ${reason}`,
  InstanceDeleted: ({ reason }) => `instance deleted: ${reason}`,
  ImagePullStarted: ({ image }) => `pulling ${image}`,
  ImagePulled: ({ image, durationMs }) => `pulled ${image} in ${seconds(durationMs)}`,
  ContainerCreated: ({ containerId, port }) => `container ${short(containerId)} created, port ${port}`,
  ContainerStarted: ({ attempt }) => (attempt > 1 ? `container started, attempt ${attempt}` : 'container started'),
  ContainerAdopted: ({ containerId }) => `running container ${short(containerId)} adopted`,
  ProbeAnswered: ({ path, answer }) => `${path} answered ${answer}`,
  InstanceReady: ({ url }) => `ready at ${url}`,
  InstanceUnhealthy: ({ answer, failures }) => `unhealthy: ${answer}, ${failures} times in a row`,
  ContainerExited: ({ detail, restartInSeconds }) => `container ended: ${detail}; ${nextTry(restartInSeconds)}`,
  StartFailed: ({ detail, restartInSeconds }) => `could not start: ${detail}; ${nextTry(restartInSeconds)}`,
  InstanceFailed: ({ detail }) => `failed: ${detail}`,
  ContainerRemoved: () => 'container removed',
};

/** What an event says, for people; its type where it is one that this version does not know. */
export function eventText(event: Pick<RecordedEvent, 'type' | 'data'>): string {
  if (!isKnownType(event.type)) {
    return event.type;
  }
  const data = schemas[event.type].safeParse(event.data);
  return data.success ? textOf(event.type, data.data) : event.type;
}

const isKnownType = (type: string): type is keyof Schemas => Object.hasOwn(schemas, type);

/** The table gives each type its own data; a union of functions cannot say that. */
const textOf = (type: keyof Schemas, data: unknown): string => (texts[type] as (data: unknown) => string)(data);

const replicas = (count: number) => (count === 1 ? '1 replica' : `${count} replicas`);
const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
const short = (id: string) => id.slice(0, 12);
const nextTry = (inSeconds: number | null) =>
  inSeconds === null ? 'given up' : inSeconds === 0 ? 'started again' : `next try in ${inSeconds} s`;
