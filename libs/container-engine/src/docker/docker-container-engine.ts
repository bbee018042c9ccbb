import type Docker from 'dockerode';
import { err, ok } from '@enginehouse/contracts';
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
  RegistryAuth,
} from '../container-engine.js';
import type { EngineEvent } from '../container-event.js';
import { checkContainerSpec } from '../container-spec-check.js';
import type { ContainerSpec } from '../container-spec.js';
import type { ContainerDetails, ContainerSummary } from '../container-state.js';
import { containerLogs } from './container-logs.js';
import { createOptions } from './create-options.js';
import type { ContainerAnswer, ImageAnswer, InfoAnswer, ListedContainer } from './docker-answers.js';
import { ask, type EngineCall } from './docker-connection.js';
import { dockerClient, type DockerTls } from './docker-host.js';
import { eventFeed, type FeedTiming } from './event-feed.js';
import type { EngineAction } from './failure-rules.js';
import { pullImage, pullIdleSeconds } from './image-pull.js';
import { checkMountSources } from '../mount-policy.js';
import { readContainer, readImage, readInfo, readListed } from './read-answers.js';

/** How long the engine may take, in seconds. Starting waits for GPU hooks and slow disks. */
export interface DockerTimeLimits {
  readonly quick: number;
  readonly create: number;
  readonly start: number;
  readonly remove: number;
  /** Beyond the grace of `stop`. */
  readonly stop: number;
  /** Without any progress. */
  readonly pullIdle: number;
}

/** How to reach a Docker engine and what it may be asked for. */
export interface DockerOptions {
  /** `unix:///path`, `tcp://host:port` or `https://host:port`; the system's socket when left out. */
  readonly host?: string;
  readonly tls?: DockerTls;
  /** Directories of the host that containers may mount, with everything below; none when left out. */
  readonly mountRoots?: readonly string[];
  /** The account for an image's registry, asked before each pull that was given none. */
  readonly accountFor?: (image: string) => Promise<RegistryAuth | null>;
  readonly limits?: Partial<DockerTimeLimits>;
  readonly feed?: Partial<FeedTiming>;
}

const defaultLimits: DockerTimeLimits = {
  quick: 15,
  create: 60,
  start: 120,
  remove: 60,
  stop: 30,
  pullIdle: pullIdleSeconds,
};
const defaultFeed: FeedTiming = { openSeconds: 15, firstPauseMs: 1000, lastPauseMs: 5000 };

/** A container engine on Docker 20.10 or newer. Nothing is asked of it yet. @throws where the address cannot be read */
export function connectDocker(options: DockerOptions = {}): ContainerEngine {
  return new DockerContainerEngine(dockerClient(options.host, options.tls), options);
}

class DockerContainerEngine implements ContainerEngine {
  private readonly limits: DockerTimeLimits;
  private readonly feed: FeedTiming;
  private readonly mountRoots: readonly string[];
  private readonly accountFor: NonNullable<DockerOptions['accountFor']>;

  constructor(
    private readonly docker: Docker,
    options: DockerOptions,
  ) {
    this.limits = { ...defaultLimits, ...options.limits };
    this.feed = { ...defaultFeed, ...options.feed };
    this.mountRoots = options.mountRoots ?? [];
    this.accountFor = options.accountFor ?? (() => Promise.resolve(null));
  }

  async ping(): EngineResult<void> {
    const answer = await ask(this.quick('the engine'), () => this.docker.ping());
    return answer.ok ? ok(undefined) : answer;
  }

  async info(): EngineResult<EngineInfo> {
    const answer = await ask<InfoAnswer>(this.quick('the engine'), () => this.docker.info());
    return answer.ok ? ok(readInfo(answer.value)) : answer;
  }

  async imagePresent(reference: string): EngineResult<boolean> {
    const image = await this.imageConfig(reference);
    if (image.ok) return ok(true);
    return image.error.code === 'image-not-found' ? ok(false) : image;
  }

  async imageConfig(reference: string): EngineResult<ImageConfig> {
    const answer = await ask<ImageAnswer>(this.quick(reference), (abortSignal) =>
      this.docker.getImage(reference).inspect({ abortSignal } as Docker.ImageInspectOptions),
    );
    return answer.ok ? ok(readImage(answer.value)) : answer;
  }

  async pull(reference: string, options: PullOptions = {}): EngineResult<{ readonly digest: string | null }> {
    const auth = options.auth ?? (await this.accountFor(reference)) ?? undefined;
    return await pullImage(this.docker, reference, { ...options, auth, idleSeconds: this.limits.pullIdle });
  }

  async create(spec: ContainerSpec): EngineResult<{ readonly id: string }> {
    const refusal = checkContainerSpec(spec) ?? (await checkMountSources(spec.mounts, this.mountRoots));
    if (refusal !== null) return err(refusal);
    const [image, info] = await Promise.all([this.imageConfig(spec.image), this.info()]);
    if (!image.ok) return image;
    if (!info.ok) return info;
    const body = createOptions(spec, { imageUser: image.value.user, defaultRuntime: info.value.defaultRuntime });
    const call = this.call('create', spec.name, this.limits.create);
    const made = await ask(call, (abortSignal) =>
      this.docker.createContainer(createRequest(spec.name, body, abortSignal)),
    );
    return made.ok ? ok({ id: made.value.id }) : made;
  }

  async start(id: string): EngineResult<void> {
    const call = this.call('start', `container ${id}`, this.limits.start);
    return await this.change(call, 304, (abortSignal) => this.docker.getContainer(id).start({ abortSignal }));
  }

  async stop(id: string, { graceSeconds }: { readonly graceSeconds: number }): EngineResult<void> {
    const t = Math.max(0, Math.round(graceSeconds));
    const call = this.call('other', `container ${id}`, t + this.limits.stop);
    return await this.change(call, 304, (abortSignal) => this.docker.getContainer(id).stop({ t, abortSignal }));
  }

  async remove(id: string): EngineResult<void> {
    const call = this.call('other', `container ${id}`, this.limits.remove);
    return await this.change(call, 404, (abortSignal) =>
      this.docker.getContainer(id).remove({ force: true, v: true, abortSignal }),
    );
  }

  async inspect(id: string): EngineResult<ContainerDetails> {
    const answer = await ask<ContainerAnswer>(this.quick(`container ${id}`), (abortSignal) =>
      this.docker.getContainer(id).inspect({ abortSignal }),
    );
    return answer.ok ? ok(readContainer(answer.value)) : answer;
  }

  async list({ labels }: LabelFilter): EngineResult<readonly ContainerSummary[]> {
    const label = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
    const answer = await ask<readonly ListedContainer[]>(this.quick('the containers'), (abortSignal) =>
      this.docker.listContainers({ all: true, filters: { label }, abortSignal }),
    );
    return answer.ok ? ok(answer.value.map(readListed)) : answer;
  }

  async logs(id: string, options: LogOptions = {}): EngineResult<AsyncIterable<LogLine>> {
    return await containerLogs(this.docker, id, { ...options, seconds: this.limits.quick });
  }

  events(options: EventOptions): AsyncIterable<EngineEvent> {
    return eventFeed(this.docker, options, this.feed);
  }

  /** A change that counts as done where the engine answers that it was done before. */
  private async change(
    call: EngineCall,
    doneBefore: number,
    run: (abortSignal: AbortSignal) => Promise<unknown>,
  ): EngineResult<void> {
    const answer = await ask(call, run);
    if (answer.ok || answer.error.status === doneBefore) return ok(undefined);
    return answer;
  }

  private quick(subject: string): EngineCall {
    return this.call('other', subject, this.limits.quick);
  }

  private call(action: EngineAction, subject: string, seconds: number): EngineCall {
    return { action, subject, seconds };
  }
}

/** dockerode puts the options of a creation into the URL as well, secrets included; `_query` and `_body` keep them apart. */
function createRequest(name: string, body: Docker.ContainerCreateOptions, abortSignal: AbortSignal) {
  return { _query: { name }, _body: body, abortSignal } as Docker.ContainerCreateOptions;
}
