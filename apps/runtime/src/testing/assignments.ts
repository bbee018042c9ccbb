import type { Assignment, AssignmentSet, ContainerPlan } from '@enginehouse/contracts';

/** A plan as the scheduler would send it, small and quick to fail, changed as a test needs it. */
export const planOf = (change: Partial<ContainerPlan> = {}): ContainerPlan => ({
  image: 'enginehouse/test-engine:latest',
  entrypoint: null,
  command: null,
  parameters: [],
  env: {},
  model: { name: 'tiny', hostPath: null, containerPath: null },
  devices: [],
  framework: 'cpu',
  profile: 'baseline',
  shmMib: 64,
  health: { path: '/v1/models', startupTimeoutSeconds: 30 },
  restart: { maxRestarts: 2 },
  ...change,
});

/** An assignment; its digest is its plan, so that another plan is another digest. */
export function assignmentOf(
  change: Partial<Omit<Assignment, 'plan'>> & { plan?: Partial<ContainerPlan> } = {},
): Assignment {
  const plan = planOf(change.plan);
  return {
    instance: 'chat-1',
    deployment: 'chat',
    generation: 1,
    desired: 'running',
    planDigest: `digest-${JSON.stringify(change.plan ?? {}).length}-${plan.image}`,
    ...change,
    plan,
  };
}

export const setOf = (assignments: readonly Assignment[], change: Partial<AssignmentSet> = {}): AssignmentSet => ({
  worker: 'w1',
  installation: '11111111-2222-4333-8444-555555555555',
  epoch: 1,
  assignments: [...assignments],
  ...change,
});
