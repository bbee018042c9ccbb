import { labelKeys, type Assignment } from '@enginehouse/contracts';

export { containerLabels, labelKeys, ownerLabels as ownLabels } from '@enginehouse/contracts';

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
