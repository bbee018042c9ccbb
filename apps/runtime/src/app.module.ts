import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Module, type DynamicModule } from '@nestjs/common';
import { assignmentSet, err, joinAnswer, problemOf } from '@enginehouse/contracts';
import { canBind, connectDocker, leaseFile, PortLeases } from '@enginehouse/container-engine';
import { createUserKey } from '@enginehouse/messaging';
import {
  readSecretFile,
  RegistryAccountFile,
  ServiceModule,
  uuidv7,
  type HealthRegistry,
  type Logger,
} from '@enginehouse/service-kit';
import { z } from 'zod';
import { HostDeviceProbe } from './adapters/devices/host-device-probe.js';
import { BusControlPlane, type ControlPlaneEvents } from './adapters/bus/bus-control-plane.js';
import { FileInstanceRecords } from './adapters/files/file-instance-records.js';
import { FileLogArchive } from './adapters/files/file-log-archive.js';
import { FileOutboxStore } from './adapters/files/file-outbox-store.js';
import { KeptFile } from './adapters/files/kept-file.js';
import { RootedModelPaths } from './adapters/files/rooted-model-paths.js';
import { RootedModelWeights } from './adapters/files/rooted-model-weights.js';
import { systemClock } from './adapters/host/system-clock.js';
import { httpHealthProbe } from './adapters/http/http-health-probe.js';
import { HttpJoinDesk } from './adapters/http/http-join-desk.js';
import type { RuntimeConfig } from './config.js';
import { reachOf } from './domain/worker-reach.js';
import { Runtime } from './runtime.js';
import type { RuntimeParts } from './runtime-parts.js';
import { leaveInstallation } from './use-cases/leave-installation/leave-installation.js';
import { givenAccount, joinedAccount } from './worker-account.js';

const identity = joinAnswer.extend({ seed: z.string() });
const joinKey = z.object({ publicKey: z.string(), seed: z.string() });

/** Binds every port to its adapter. */
export async function composeRuntime(config: RuntimeConfig, logger: Logger): Promise<Runtime> {
  return new Runtime(config, await partsOf(config, logger));
}

/** The files of a data directory. */
export async function openDataDirectory(directory: string) {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  return {
    identity: new KeptFile(join(directory, 'identity.json'), identity),
    joinKey: new KeptFile(join(directory, 'join-key.json'), joinKey),
    assignments: new KeptFile(join(directory, 'assignments.json'), assignmentSet),
    records: await FileInstanceRecords.open(join(directory, 'instances')),
    outbox: new FileOutboxStore(join(directory, 'outbox')),
    archive: new FileLogArchive(join(directory, 'logs')),
  };
}

/** Removes what `openDataDirectory` opens, and nothing else that may be there. */
async function clearDataDirectory(directory: string): Promise<void> {
  const files = ['identity.json', 'join-key.json', 'assignments.json', 'ports.json'];
  for (const name of [...files, 'instances', 'outbox', 'logs']) {
    await rm(join(directory, name), { recursive: true, force: true });
  }
}

function registryAccounts({ REGISTRY_AUTH_FILE: file }: RuntimeConfig, logger: Logger) {
  if (file === undefined) return undefined;
  const accounts = new RegistryAccountFile(file, (problem) => logger.warn({ file, problem }, 'registry accounts'));
  return (image: string) => accounts.accountFor(image);
}

async function partsOf(config: RuntimeConfig, logger: Logger): Promise<RuntimeParts> {
  const modelPaths = new RootedModelPaths(config.MODEL_ROOTS);
  const host = await HostDeviceProbe.open({ diskPath: config.DATA_DIR, devicesFile: config.DEVICES_FILE });
  return {
    ...(await openDataDirectory(config.DATA_DIR)),
    controlPlane: new BusControlPlane(config.WORKER_NAME, systemClock, logger),
    engine: connectDocker({
      host: config.DOCKER_HOST,
      mountRoots: config.MODEL_ROOTS,
      accountFor: registryAccounts(config, logger),
    }),
    deviceProbe: host,
    devices: host,
    modelPaths,
    weights: new RootedModelWeights(modelPaths),
    leases: await PortLeases.open({
      store: leaseFile(join(config.DATA_DIR, 'ports.json')),
      range: config.ENGINE_PORTS,
      isFree: (port) => canBind(port, reachOf({ address: config.WORKER_ADDRESS, proxyPort: 0 }).publishOn),
    }),
    healthProbe: httpHealthProbe,
    desk: config.API_URL ? new HttpJoinDesk(config.API_URL) : null,
    createKey: createUserKey,
    readToken: () => tokenOf(config),
    clock: systemClock,
    session: uuidv7(),
    logger,
  };
}

/** Hears nothing that the control plane says. */
const deaf: ControlPlaneEvents = {
  connected: () => {},
  hint: () => {},
  logs: async () => err(problemOf('logs-unavailable', 'this worker is leaving')),
  logsRenewed: () => false,
  logsStopped: () => {},
  weights: async () => err(problemOf('unavailable', 'this worker is leaving')),
};

/** Takes this worker out of its installation; answers the exit status. */
export async function leaveWith(config: RuntimeConfig, logger: Logger): Promise<number> {
  const parts = await partsOf(config, logger);
  const joined = await parts.identity.load();
  const account = joined ? joinedAccount(config, joined) : givenAccount(config);
  const installation = account.installation ?? (await parts.assignments.load())?.installation;
  if (!installation) {
    logger.error('this worker belongs to no installation');
    return 1;
  }
  void parts.controlPlane.run(account.bus, deaf);
  const left = await leaveInstallation(
    {
      ...parts,
      me: { installation, worker: config.WORKER_NAME },
      forgetEverything: () => clearDataDirectory(config.DATA_DIR),
    },
    'the worker was told to leave',
  );
  await parts.controlPlane.close();
  return left ? 0 : 1;
}

function tokenOf({ JOIN_TOKEN, JOIN_TOKEN_FILE }: RuntimeConfig): string {
  const token = JOIN_TOKEN ?? (JOIN_TOKEN_FILE ? readSecretFile(JOIN_TOKEN_FILE) : undefined);
  if (!token) {
    throw new Error('neither JOIN_TOKEN nor JOIN_TOKEN_FILE gives one');
  }
  return token;
}

/** The operational routes: this service has no others. */
@Module({})
export class AppModule {
  static forRoot(options: {
    readonly logger: Logger;
    readonly health: HealthRegistry;
    readonly metricsToken?: string;
  }): DynamicModule {
    return { module: AppModule, imports: [ServiceModule.forRoot(options)] };
  }
}
