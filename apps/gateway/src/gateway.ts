import { workerProxyKey, type HealthRegistry, type Logger } from '@enginehouse/service-kit';
import { MemoryFile } from './adapters/files/memory-file.js';
import { BucketWatch } from './adapters/nats/bucket-watch.js';
import type { Config } from './config.js';
import { accessLogger } from './proxy/access-record.js';
import { Forwarder } from './proxy/forwarder.js';
import { InferenceProxy } from './proxy/inference-proxy.js';
import { Balancer } from './routing/balancer.js';
import { emptyMemory, GatewayState } from './state/gateway-state.js';

/** The working gateway, without its HTTP server. */
export interface Gateway {
  readonly proxy: InferenceProxy;
  stop(): Promise<void>;
}

/** Puts the gateway together. It knows at once what it remembers, and follows the buckets from then on. */
export function createGateway(config: Config, logger: Logger, health: HealthRegistry): Gateway {
  const file = config.DATA_DIR === undefined ? undefined : new MemoryFile(config.DATA_DIR, logger);
  const state = new GatewayState(file?.read() ?? emptyMemory, (memory) => file?.remember(memory), logger);
  const watch = new BucketWatch(
    { url: config.NATS_URL, service: 'gateway', credsFile: config.NATS_CREDS_FILE },
    state,
    logger,
    health,
  );
  const forwarder = new Forwarder(new Balancer(), {
    answerTimeoutMs: config.UPSTREAM_ANSWER_TIMEOUT_SECONDS * 1000,
    idleTimeoutMs: config.UPSTREAM_IDLE_TIMEOUT_SECONDS * 1000,
    workerKey: config.SECRETS_KEY_FILE === undefined ? null : workerProxyKey(config.SECRETS_KEY_FILE),
  });
  // NATS being away does not make the gateway unready: it serves from what it knows.
  health.add('state', () => ({ ...state.status(), detail: `${state.status().detail}; NATS ${watch.status().detail}` }));
  watch.start();
  return {
    proxy: new InferenceProxy({ state, forwarder, logger, accessLog: accessLogger(logger) }),
    stop: async () => {
      await watch.stop();
      state.stop();
      file?.flush();
      await forwarder.close();
    },
  };
}
