import type {
  DeploymentView,
  EntrySummary,
  InstanceState,
  ServiceView,
  SourceView,
  WorkerView,
} from '@enginehouse/contracts';
import { entryPath } from '../marketplace/entry-path.js';

/** Something that a person should look at, the worst first. */
export interface Concern {
  readonly kind: 'service' | 'deployment' | 'instance' | 'roll' | 'worker' | 'source' | 'key' | 'update';
  readonly name: string;
  readonly severity: 'error' | 'warning' | 'info';
  /** In plain words; empty where the kind says all. */
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
  /** Enabled entries that have an update. */
  readonly updates: readonly EntrySummary[];
}

/** What is broken, then what waits, then what is on offer; nothing that is only on its way. */
export function concernsOf({ services, deployments, workers, sources, updates }: Installation): readonly Concern[] {
  const found = [
    ...services.flatMap(ofService),
    ...workers.flatMap(ofWorker),
    ...deployments.flatMap(ofInstances),
    ...deployments.flatMap(ofRoll),
    ...sources.flatMap(ofSource),
    ...updates.map(ofUpdate),
  ];
  return found.toSorted((one, other) => rank[one.severity] - rank[other.severity]);
}

const rank = { error: 0, warning: 1, info: 2 } as const;

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

/** Undone by itself: somebody who ended a roll knows of it. It stays until there is another roll. */
function ofRoll({ name, roll }: DeploymentView): readonly Concern[] {
  if (roll?.state !== 'reverted' || roll.cause === 'cancelled' || roll.cause === 'stopped') return [];
  const { reason, endedAt: since } = roll;
  return [{ kind: 'roll', name, severity: 'warning', reason, path: `/deployments/${name}`, since }];
}

function ofSource({ name, state, problem, offeredKey }: SourceView): readonly Concern[] {
  const common = { name, path: '/marketplace/sources', since: null } as const;
  const reason = problem?.detail ?? '';
  const failing = { ...common, kind: 'source', severity: state === 'alarm' ? 'error' : 'warning', reason } as const;
  return [
    ...(state === 'alarm' || state === 'failing' ? [failing] : []),
    ...(offeredKey === null ? [] : [{ ...common, kind: 'key', severity: 'warning', reason: '' } as const]),
  ];
}

const ofUpdate = (entry: EntrySummary): Concern => ({
  kind: 'update',
  name: entry.name,
  severity: 'info',
  reason: '',
  path: `${entryPath(entry)}/update`,
  since: null,
});
