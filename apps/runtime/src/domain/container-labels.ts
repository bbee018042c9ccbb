import type { Assignment } from '@enginehouse/contracts';

const prefix = 'enginehouse.io';

/** The labels that tie a container to its assignment, so that a restarted runtime knows its own. */
export const labelKeys = {
  installation: `${prefix}/installation`,
  worker: `${prefix}/worker`,
  deployment: `${prefix}/deployment`,
  instance: `${prefix}/instance`,
  generation: `${prefix}/generation`,
  specDigest: `${prefix}/spec-digest`,
  port: `${prefix}/port`,
} as const;

/** The labels every container of this worker has, and no other. */
export const ownLabels = (me: { readonly installation: string; readonly worker: string }): Record<string, string> => ({
  [labelKeys.installation]: me.installation,
  [labelKeys.worker]: me.worker,
});

/** All labels of one instance's container. The port is among them: on the host's network nothing else would tell it. */
export const containerLabels = (
  me: { readonly installation: string; readonly worker: string },
  assignment: Assignment,
  port: number,
): Record<string, string> => ({
  ...ownLabels(me),
  [labelKeys.deployment]: assignment.deployment,
  [labelKeys.instance]: assignment.instance,
  [labelKeys.generation]: String(assignment.generation),
  [labelKeys.specDigest]: assignment.planDigest,
  [labelKeys.port]: String(port),
});

/** A container of this worker as the engine lists it. */
export interface ObservedContainer {
  readonly id: string;
  readonly instance: string;
  readonly generation: number;
  readonly specDigest: string;
  readonly port: number;
  readonly state: 'created' | 'running' | 'ended';
}

/** Reads a container's labels; null where they are not those of an instance's container. */
export function readLabels(labels: Readonly<Record<string, string>>): Omit<ObservedContainer, 'id' | 'state'> | null {
  const instance = labels[labelKeys.instance];
  const generation = Number(labels[labelKeys.generation]);
  const port = Number(labels[labelKeys.port]);
  if (!instance || !Number.isInteger(generation) || !Number.isInteger(port)) {
    return null;
  }
  return { instance, generation, port, specDigest: labels[labelKeys.specDigest] ?? '' };
}

/** One name per instance and generation: the engine itself then refuses a second container of it. */
export const containerName = (installation: string, assignment: Pick<Assignment, 'instance' | 'generation'>): string =>
  `enginehouse-${installation.slice(0, 8)}-${assignment.instance}-${assignment.generation}`;
