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

/** Whose containers they are: an installation's, on one worker. */
export interface ContainerOwner {
  readonly installation: string;
  readonly worker: string;
}

/** The labels every container of a worker has, and no other. */
export const ownerLabels = (owner: ContainerOwner): Record<string, string> => ({
  [labelKeys.installation]: owner.installation,
  [labelKeys.worker]: owner.worker,
});

/** What a container is made for. */
export interface LabelledAssignment {
  readonly deployment: string;
  readonly instance: string;
  readonly generation: number;
  readonly planDigest: string;
}

/** All labels of one instance's container. The port is among them: on the host's network nothing else would tell it. */
export const containerLabels = (
  owner: ContainerOwner,
  assignment: LabelledAssignment,
  port: number,
): Record<string, string> => ({
  ...ownerLabels(owner),
  [labelKeys.deployment]: assignment.deployment,
  [labelKeys.instance]: assignment.instance,
  [labelKeys.generation]: String(assignment.generation),
  [labelKeys.specDigest]: assignment.planDigest,
  [labelKeys.port]: String(port),
});
