import type { RuntimeConfig } from './config.js';
import { defaultProbing } from './domain/probe-policy.js';
import { defaultBackOff } from './domain/restart-policy.js';
import { reachOf } from './domain/worker-reach.js';
import { toldFacts } from './metrics.js';
import type { RuntimeParts } from './runtime-parts.js';
import type { FactOutbox } from './use-cases/deliver-facts/fact-outbox.js';
import { factDesk, type FactDesk } from './use-cases/deliver-facts/fact-desk.js';
import { Reconciler } from './use-cases/reconcile/reconciler.js';
import { throttledProgress } from './use-cases/report-worker/progress-throttle.js';

/** What a reconciler is made from once the installation is known. */
export interface ReconcilerNeeds {
  readonly config: RuntimeConfig;
  readonly parts: RuntimeParts;
  readonly outbox: FactOutbox;
  readonly installation: string;
  readonly secretsKey: string | null;
}

/** Puts the reconciler together. */
export function makeReconciler({ config, parts, outbox, installation, secretsKey }: ReconcilerNeeds): Reconciler {
  const { records, engine, leases, modelPaths, devices, archive, clock, logger, controlPlane } = parts;
  const reach = reachOf({ address: config.WORKER_ADDRESS, proxyPort: config.PROXY_PORT });
  return new Reconciler({
    records,
    facts: counted(factDesk(config.WORKER_NAME, outbox, clock)),
    policy: {
      backOff: { ...defaultBackOff, baseSeconds: config.BACKOFF_BASE_SECONDS },
      probing: { ...defaultProbing, failuresUntilRestart: config.UNHEALTHY_RESTART_AFTER },
    },
    host: {
      me: { installation, worker: config.WORKER_NAME },
      engine,
      reach,
      leases,
      modelPaths,
      devices,
      archive,
      clock,
      logger,
      secretsKey,
      probe: parts.healthProbe,
      profiles: config.SECURITY_PROFILES,
      progress: throttledProgress((progress) => controlPlane.progress(progress), clock),
    },
  });
}

const counted = (desk: FactDesk): FactDesk => ({
  ...desk,
  write: (about, draft) => {
    toldFacts.inc({ type: draft.type });
    return desk.write(about, draft);
  },
});
