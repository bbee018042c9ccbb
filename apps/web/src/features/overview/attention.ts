import type { DeploymentView, InstanceState, ServiceView, SourceView, WorkerView } from '@enginehouse/contracts';

/** Something that a person should look at, the worst first. */
export interface Concern {
  readonly kind: 'service' | 'deployment' | 'instance' | 'worker' | 'source';
  readonly name: string;
  readonly severity: 'error' | 'warning';
  readonly reason: string;
  /** The page that shows more, if there is one. */
  readonly path: string | null;
  readonly since: string | null;
}

interface Installation {
  readonly services: readonly ServiceView[];
  readonly deployments: readonly DeploymentView[];
  readonly workers: readonly WorkerView[];
  readonly sources: readonly SourceView[];
}

/** What is broken, then what waits; nothing that is only on its way. */
export function concernsOf({ services, deployments, workers, sources }: Installation): readonly Concern[] {
  const found = [
    ...services.flatMap(ofService),
    ...workers.flatMap(ofWorker),
    ...deployments.flatMap(ofInstances),
    ...sources.flatMap(ofSource),
  ];
  return found.toSorted((one, other) => rank[one.severity] - rank[other.severity]);
}

const rank = { error: 0, warning: 1 } as const;

/** Of an unknown service nothing can be said yet. */
function ofService({ name, state, reason, seenAt }: ServiceView): readonly Concern[] {
  if (state === 'ready' || state === 'unknown') return [];
  const severity = state === 'degraded' ? 'warning' : 'error';
  return [{ kind: 'service', name, severity, reason, path: null, since: state === 'silent' ? seenAt : null }];
}

function ofWorker({ name, state, reason, warnings, drain }: WorkerView): readonly Concern[] {
  const common = { kind: 'worker', name, path: `/workers/${name}`, since: null } as const;
  if (state === 'unreachable') return [{ ...common, severity: 'error', reason }];
  const reasons = [...(drain?.state === 'stuck' ? [reason] : []), ...warnings];
  return reasons.map((each) => ({ ...common, severity: 'warning', reason: each }));
}

const severities: Readonly<Partial<Record<InstanceState, Concern['severity']>>> = {
  failed: 'error',
  unhealthy: 'error',
  'backing-off': 'error',
  waiting: 'warning',
};

const ofInstances = ({ name, instances }: DeploymentView): readonly Concern[] =>
  instances.flatMap(({ id, state, reason, since }) => {
    const severity = severities[state];
    return severity
      ? [{ kind: 'instance', name: id, severity, reason, path: `/deployments/${name}`, since } as const]
      : [];
  });

const ofSource = ({ name, state, problem }: SourceView): readonly Concern[] =>
  state === 'alarm'
    ? [
        {
          kind: 'source',
          name,
          severity: 'warning',
          reason: problem?.detail ?? '',
          path: '/marketplace/sources',
          since: null,
        },
      ]
    : [];
