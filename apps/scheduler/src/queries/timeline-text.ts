import type { InstanceEventType } from '@enginehouse/contracts';
import type { DataOf } from '../domain/events.js';

type Texts = { readonly [T in InstanceEventType]: (data: DataOf<T>) => string };

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
const short = (id: string): string => id.slice(0, 12);
const nextTry = (restartInSeconds: number | null): string =>
  restartInSeconds === null
    ? 'given up'
    : restartInSeconds === 0
      ? 'started again'
      : `next try in ${restartInSeconds} s`;

const texts: Texts = {
  InstanceCreated: ({ deployment }) => `Made for deployment ${deployment}.`,
  InstanceWaiting: ({ explanation }) => `Waits: ${explanation.text}.`,
  InstancePlaced: ({ explanation, version, versionReason, generation }) =>
    `Placement ${generation}: ${explanation.text}${version ? `; version ${version}, ${versionReason}` : ''}.`,
  InstanceStopping: ({ reason }) => `To end: ${reason}.`,
  InstanceEvicted: ({ worker, reason }) => `Given up on ${worker}: ${reason}.`,
  InstanceDeleted: ({ reason }) => `Deleted: ${reason}.`,
  ImagePullStarted: ({ image }) => `Pulling image ${image}.`,
  ImagePulled: ({ image, durationMs }) => `Image ${image} is there after ${seconds(durationMs)}.`,
  ContainerCreated: ({ containerId, image, port }) =>
    `Container ${short(containerId)} made from ${image}, port ${port}.`,
  ContainerStarted: ({ containerId, attempt }) => `Container ${short(containerId)} started, attempt ${attempt}.`,
  ContainerAdopted: ({ containerId }) => `Container ${short(containerId)} found running and taken over.`,
  ProbeAnswered: ({ path, answer }) => `GET ${path} answered ${answer}.`,
  InstanceReady: ({ url }) => `Ready at ${url}.`,
  InstanceUnhealthy: ({ answer, failures }) => `Unhealthy after ${failures} failed probes, last answer ${answer}.`,
  ContainerExited: ({ detail, restartInSeconds }) => `Ended: ${detail}; ${nextTry(restartInSeconds)}.`,
  StartFailed: ({ detail, restartInSeconds }) => `Could not start: ${detail}; ${nextTry(restartInSeconds)}.`,
  InstanceFailed: ({ detail }) => `Failed: ${detail}.`,
  ContainerRemoved: ({ containerId }) =>
    containerId ? `Container ${short(containerId)} removed.` : 'There is no container any more.',
};

/** An event of an instance in plain words. */
export const timelineText = <T extends InstanceEventType>(type: T, data: DataOf<T>): string =>
  (texts[type] as (data: DataOf<T>) => string)(data);

/** Whether an event type belongs to an instance's timeline. */
export const isTimelineType = (type: string): type is InstanceEventType => Object.hasOwn(texts, type);
