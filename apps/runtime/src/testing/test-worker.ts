import { spawn, type ChildProcess } from 'node:child_process';
import { randomInt, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectDocker, type ContainerEngine, type ContainerSummary } from '@enginehouse/container-engine';
import type { Assignment, ContainerPlan } from '@enginehouse/contracts';
import { createLogger, newSecretsKey, parseConfig } from '@enginehouse/service-kit';
import { composeRuntime } from '../app.module.js';
import { runtimeEnv } from '../config.js';
import { labelKeys } from '../domain/container-labels.js';
import type { Runtime } from '../runtime.js';
import { assignmentOf } from './assignments.js';
import { SimulatedScheduler } from './simulated-scheduler.js';

type Environment = Readonly<Record<string, string>>;

/** Where a test worker works. */
export interface TestPlace {
  readonly natsUrl: string;
  /** Credentials of the scheduler, where NATS asks for them. */
  readonly schedulerCreds?: string;
  readonly dockerHost: string;
  readonly image: string;
  readonly directory: string;
}

/** One worker of its own installation with its scheduler: what a test starts is gone after `close`. */
export class TestWorker {
  readonly name = `w-${randomUUID().slice(0, 8)}`;
  readonly installation = randomUUID();
  readonly secretsKey = newSecretsKey();
  readonly engine: ContainerEngine;
  /** Its own, so that tests beside this one want other ports. */
  private readonly firstPort = 20_000 + 50 * randomInt(200);
  private readonly runtimes = new Set<Runtime>();
  private readonly processes = new Set<ChildProcess>();
  private simulated: SimulatedScheduler | undefined;

  constructor(private readonly place: TestPlace) {
    this.engine = connectDocker({ host: place.dockerHost });
  }

  static async open(place: TestPlace): Promise<TestWorker> {
    const worker = new TestWorker(place);
    const nats = { url: place.natsUrl, credsFile: place.schedulerCreds };
    worker.simulated = await SimulatedScheduler.start(nats, worker.name, worker.installation);
    return worker;
  }

  get scheduler(): SimulatedScheduler {
    if (!this.simulated) {
      throw new Error('This worker was not opened.');
    }
    return this.simulated;
  }

  /** What a runtime of this worker is configured with. */
  environment(more: Environment = {}): Environment {
    return {
      NATS_URL: this.place.natsUrl,
      WORKER_NAME: this.name,
      INSTALLATION_ID: this.installation,
      SECRETS_KEY_FILE: this.keyFile(),
      DATA_DIR: join(this.place.directory, 'data'),
      DOCKER_HOST: this.place.dockerHost,
      BACKOFF_BASE_SECONDS: '0.2',
      ENGINE_PORTS: `${this.firstPort}-${this.firstPort + 49}`,
      ...more,
    };
  }

  private keyFile(): string {
    const file = join(this.place.directory, 'secrets.key');
    writeFileSync(file, this.secretsKey);
    return file;
  }

  /** A runtime in this process. */
  async start(more: Environment = {}): Promise<Runtime> {
    const parsed = parseConfig(runtimeEnv, this.environment(more));
    if ('problems' in parsed) {
      throw new Error(JSON.stringify(parsed.problems));
    }
    const runtime = await composeRuntime(parsed.config, createLogger({ service: 'runtime', level: 'silent' }));
    await runtime.start();
    this.runtimes.add(runtime);
    return runtime;
  }

  async stop(runtime: Runtime): Promise<void> {
    this.runtimes.delete(runtime);
    await runtime.stop();
  }

  /** A runtime in a process of its own, as it is built. */
  spawn(more: Environment = {}, args: readonly string[] = []): ChildProcess {
    const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
    const child = spawn(process.execPath, [main, ...args], {
      env: this.environment({ LOG_LEVEL: 'warn', ...more }),
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    this.processes.add(child);
    return child;
  }

  /** An assignment that serves, changed as a test needs it. */
  serving(plan: Partial<ContainerPlan> = {}, more: Partial<Omit<Assignment, 'plan'>> = {}): Assignment {
    const command = '--host {{worker_ip}} --port {{port}} --model {{model_name}}';
    return assignmentOf({ ...more, plan: { image: this.place.image, command, ...plan } });
  }

  /** All containers of the installation, whosever. */
  async containers(): Promise<readonly ContainerSummary[]> {
    const listed = await this.engine.list({ labels: { [labelKeys.installation]: this.installation } });
    return listed.ok ? listed.value : [];
  }

  /** A container that looks like an instance's, made by nobody's runtime. */
  async makeContainer(labels: Environment): Promise<string> {
    const created = await this.engine.create({
      name: `foreign-${randomUUID()}`,
      image: this.place.image,
      entrypoint: null,
      argv: [],
      env: {},
      labels: { [labelKeys.instance]: 'stranger', [labelKeys.generation]: '1', [labelKeys.port]: '1', ...labels },
      mounts: [],
      publish: null,
      profile: 'baseline',
      resources: { shmMib: 64, pidsLimit: 100 },
      devices: [],
    });
    if (!created.ok) {
      throw new Error(created.error.detail);
    }
    return created.value.id;
  }

  async close(): Promise<void> {
    await Promise.all([...this.processes].map(ended));
    await Promise.all([...this.runtimes].map((runtime) => this.stop(runtime)));
    await this.simulated?.close();
    for (const { id } of await this.containers()) {
      await this.engine.remove(id);
    }
    rmSync(this.place.directory, { recursive: true, force: true });
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}
