import { createHash } from 'node:crypto';
import { err, ok, type Result } from '@enginehouse/contracts';
import type {
  ContainerEngine,
  EngineInfo,
  EngineResult,
  EventOptions,
  ImageConfig,
  LabelFilter,
  LogLine,
  LogOptions,
  PullOptions,
} from '../container-engine.js';
import type { EngineEvent } from '../container-event.js';
import { checkContainerSpec } from '../container-spec-check.js';
import type { ContainerSpec } from '../container-spec.js';
import type { ContainerDetails, ContainerSummary } from '../container-state.js';
import { engineFailure, type EngineFailure } from '../engine-failure.js';
import { checkMountSources } from '../mount-policy.js';
import { EventHistory, type ContainerNews } from './event-history.js';
import { InMemoryContainer } from './in-memory-container.js';
import { configOf, type InMemoryImage, type InMemoryPull } from './in-memory-image.js';
import { pretendPull } from './pretend-pull.js';

/** What a pretended engine pretends. */
export interface InMemoryEngineOptions {
  readonly info?: Partial<EngineInfo>;
  readonly mountRoots?: readonly string[];
  readonly now?: () => Date;
  /** Runs something after so many milliseconds; a virtual clock can take its place. */
  readonly after?: (milliseconds: number, run: () => void) => void;
}

/** The calls that `failNext` can make fail. */
export type EngineOperation = Exclude<keyof ContainerEngine, 'events'>;

const pretendedInfo: EngineInfo = {
  name: 'in-memory',
  version: '0.0.0',
  cpus: 8,
  memoryMib: 32_768,
  runtimes: ['runc'],
  defaultRuntime: 'runc',
  dataDirectory: '/var/lib/in-memory',
  warnings: [],
};

/** A container engine that pretends: no process runs, but every answer is what a real engine's would be. */
export class InMemoryContainerEngine implements ContainerEngine {
  private readonly images = new Map<string, InMemoryImage>();
  private readonly registry = new Map<string, { image: InMemoryImage; pull: InMemoryPull }>();
  private readonly containers = new Map<string, InMemoryContainer>();
  private readonly planned = new Map<EngineOperation, EngineFailure[]>();
  private readonly foreignPorts = new Set<number>();
  private readonly history = new EventHistory();
  private down: EngineFailure | null = null;
  private made = 0;

  constructor(private readonly options: InMemoryEngineOptions = {}) {}

  /** An image that is on the host. */
  addImage(image: InMemoryImage): void {
    this.images.set(image.reference, image);
  }

  /** An image that a registry has, or fails to hand out. */
  addRemoteImage(image: InMemoryImage, pull: InMemoryPull = {}): void {
    this.registry.set(image.reference, { image, pull });
  }

  /** The next call of this operation fails; several are used up one by one. */
  failNext(operation: EngineOperation, failure: EngineFailure): void {
    this.planned.set(operation, [...(this.planned.get(operation) ?? []), failure]);
  }

  /** A port that something outside the engine listens on. */
  occupyPort(port: number): void {
    this.foreignPorts.add(port);
  }

  /** Ends a container's program. */
  exit(id: string, how: { readonly exitCode: number; readonly oomKilled?: boolean }): void {
    const container = this.containers.get(id);
    if (container !== undefined) this.end(container, how.exitCode, how.oomKilled ?? false);
  }

  /** A line that a container writes. */
  writeLog(id: string, line: string, stream: LogLine['stream'] = 'stdout'): void {
    this.containers.get(id)?.write({ stream, line }, this.now());
  }

  /** The engine stops answering; what happens until `comeUp` is in no event. */
  goDown(): void {
    this.down = engineFailure('engine-unreachable', 'The pretended engine is down.');
    this.history.disconnect(this.down);
  }

  /** The engine answers again. */
  comeUp(): void {
    this.down = null;
    this.history.reconnect();
  }

  async ping(): EngineResult<void> {
    return this.refusal('ping') ?? ok(undefined);
  }

  async info(): EngineResult<EngineInfo> {
    return this.refusal('info') ?? ok({ ...pretendedInfo, ...this.options.info });
  }

  async imagePresent(reference: string): EngineResult<boolean> {
    return this.refusal('imagePresent') ?? ok(this.images.has(reference));
  }

  async imageConfig(reference: string): EngineResult<ImageConfig> {
    const image = this.images.get(reference);
    return this.refusal('imageConfig') ?? (image === undefined ? err(noImage(reference)) : ok(configOf(image)));
  }

  async pull(reference: string, options: PullOptions = {}): EngineResult<{ readonly digest: string | null }> {
    const refused = this.refusal('pull');
    if (refused !== null) return refused;
    const remote = this.registry.get(reference);
    const pulled = await pretendPull(reference, remote?.pull, options);
    if (pulled.ok && remote !== undefined) this.addImage(remote.image);
    return pulled;
  }

  async create(spec: ContainerSpec): EngineResult<{ readonly id: string }> {
    const failure = checkContainerSpec(spec) ?? (await checkMountSources(spec.mounts, this.options.mountRoots ?? []));
    const refused = this.refusal('create') ?? (failure === null ? null : err(failure));
    if (refused !== null) return refused;
    const image = this.images.get(spec.image);
    if (image === undefined) return err(noImage(spec.image));
    const namesake = [...this.containers.values()].find((container) => container.spec.name === spec.name);
    if (namesake !== undefined) return err(nameTaken(spec.name, namesake.id));
    const id = this.nextId();
    this.containers.set(id, new InMemoryContainer(id, spec, image, this.now()));
    return ok({ id });
  }

  async start(id: string): EngineResult<void> {
    const found = this.find('start', id);
    if (!found.ok) return found;
    const container = found.value;
    if (container.running) return ok(undefined);
    const failure = this.obstacle(container);
    if (failure !== null) {
      container.state = { status: 'created', error: failure.detail };
      return err(failure);
    }
    this.run(container);
    return ok(undefined);
  }

  async stop(id: string, { graceSeconds }: { readonly graceSeconds: number }): EngineResult<void> {
    const found = this.find('stop', id);
    if (!found.ok) return found;
    const container = found.value;
    const ignores = container.program?.ignoresStop ?? false;
    if (container.running && ignores) await new Promise<void>((resolve) => this.after(graceSeconds * 1000, resolve));
    this.end(container, ignores ? 137 : 0, false);
    return ok(undefined);
  }

  async remove(id: string): EngineResult<void> {
    const refused = this.refusal('remove');
    const container = this.containers.get(id);
    if (refused !== null || container === undefined) return refused ?? ok(undefined);
    this.end(container, 137, false);
    this.containers.delete(id);
    this.tell(container, { type: 'destroy' });
    return ok(undefined);
  }

  async inspect(id: string): EngineResult<ContainerDetails> {
    const found = this.find('inspect', id);
    return found.ok ? ok(found.value.details) : found;
  }

  async list({ labels }: LabelFilter): EngineResult<readonly ContainerSummary[]> {
    const wanted = Object.entries(labels);
    const matching = [...this.containers.values()].filter((container) =>
      wanted.every(([name, value]) => container.spec.labels[name] === value),
    );
    return this.refusal('list') ?? ok(matching.map((container) => container.summary));
  }

  async logs(id: string, options: LogOptions = {}): EngineResult<AsyncIterable<LogLine>> {
    const found = this.find('logs', id);
    return found.ok ? ok(found.value.read(options)) : found;
  }

  events(options: EventOptions): AsyncIterable<EngineEvent> {
    return this.history.follow(options);
  }

  private run(container: InMemoryContainer): void {
    container.state = { status: 'running', startedAt: this.now(), health: 'none' };
    container.runs += 1;
    const run = container.runs;
    this.tell(container, { type: 'start' });
    const program = container.program ?? {};
    for (const line of program.output ?? []) container.write(line, this.now());
    const { exit } = program;
    if (exit === undefined) return;
    this.after(exit.afterMs ?? 0, () => {
      if (container.runs === run) this.end(container, exit.code, exit.oomKilled ?? false);
    });
  }

  private end(container: InMemoryContainer, exitCode: number, oomKilled: boolean): void {
    if (container.state.status !== 'running') return;
    const { startedAt } = container.state;
    const exit = { exitCode, oomKilled, startedAt, finishedAt: this.now(), error: null };
    container.state = { status: 'exited', exit };
    if (oomKilled) this.tell(container, { type: 'oom' });
    this.tell(container, { type: 'die', exitCode });
    container.endFollowers();
  }

  /** Why a container cannot start. */
  private obstacle(container: InMemoryContainer): EngineFailure | null {
    const { name, devices, publish } = container.spec;
    const { runtimes } = { ...pretendedInfo, ...this.options.info };
    if (devices.some((device) => device.kind === 'nvidia') && !runtimes.includes('nvidia')) {
      return engineFailure('no-gpu-runtime', `The engine cannot hand GPUs to container ${name}.`);
    }
    if (publish !== null && this.isTaken(publish.hostPort)) {
      const detail = `Port ${publish.hostPort} of the host is taken.`;
      return engineFailure('port-taken', detail, { port: publish.hostPort });
    }
    if (container.program !== undefined) return null;
    const word = container.commandLine[0] ?? '';
    return engineFailure('program-not-found', `The image of container ${name} has no program "${word}".`);
  }

  private isTaken(port: number): boolean {
    const running = [...this.containers.values()].filter((container) => container.running);
    return this.foreignPorts.has(port) || running.some((container) => container.spec.publish?.hostPort === port);
  }

  private find(operation: EngineOperation, id: string): Result<InMemoryContainer, EngineFailure> {
    const container = this.containers.get(id);
    const gone = () => err(engineFailure('container-gone', `The container ${id} does not exist.`, { status: 404 }));
    return this.refusal(operation) ?? (container === undefined ? gone() : ok(container));
  }

  private refusal(operation: EngineOperation): { readonly ok: false; readonly error: EngineFailure } | null {
    if (this.down !== null) return err(this.down);
    const [planned, ...rest] = this.planned.get(operation) ?? [];
    if (planned === undefined) return null;
    this.planned.set(operation, rest);
    return err(planned);
  }

  private tell(container: InMemoryContainer, news: ContainerNews): void {
    const { name, labels } = container.spec;
    this.history.record({ ...news, id: container.id, name, labels, at: this.now() });
  }

  private now(): string {
    return (this.options.now?.() ?? new Date()).toISOString();
  }

  private after(milliseconds: number, run: () => void): void {
    if (this.options.after === undefined) setTimeout(run, milliseconds);
    else this.options.after(milliseconds, run);
  }

  private nextId(): string {
    this.made += 1;
    return createHash('sha256').update(`container ${this.made}`).digest('hex');
  }
}

const noImage = (reference: string) =>
  engineFailure('image-not-found', `The image "${reference}" is not on this host.`, { status: 404 });

const nameTaken = (name: string, containerId: string) =>
  engineFailure('name-taken', `Another container has the name "${name}".`, { status: 409, containerId });
