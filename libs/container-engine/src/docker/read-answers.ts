import type { EngineInfo, ImageConfig } from '../container-engine.js';
import type { PublishedPort } from '../container-spec.js';
import type {
  ContainerDetails,
  ContainerHealth,
  ContainerState,
  ContainerStatus,
  ContainerSummary,
} from '../container-state.js';
import type { ContainerAnswer, ImageAnswer, InfoAnswer, ListedContainer } from './docker-answers.js';

const mib = 1024 * 1024;

/** What the engine says about itself. */
export function readInfo(answer: InfoAnswer): EngineInfo {
  return {
    name: answer.Name ?? '',
    version: answer.ServerVersion ?? '',
    cpus: answer.NCPU ?? 0,
    memoryMib: Math.floor((answer.MemTotal ?? 0) / mib),
    runtimes: Object.keys(answer.Runtimes ?? {}),
    defaultRuntime: answer.DefaultRuntime ?? '',
    dataDirectory: answer.DockerRootDir ?? '',
    warnings: answer.Warnings ?? [],
  };
}

/** What an image says about itself. */
export function readImage(answer: ImageAnswer): ImageConfig {
  const config = answer.Config ?? {};
  return {
    id: answer.Id ?? '',
    digests: (answer.RepoDigests ?? []).map((digest) => digest.slice(digest.indexOf('@') + 1)),
    entrypoint: typeof config.Entrypoint === 'string' ? [config.Entrypoint] : (config.Entrypoint ?? null),
    command: config.Cmd ?? [],
    env: Object.fromEntries((config.Env ?? []).map(splitPair)),
    user: config.User ?? '',
    exposedPorts: Object.keys(config.ExposedPorts ?? {}).map((port) => Number.parseInt(port, 10)),
    sizeBytes: answer.Size ?? 0,
    architecture: answer.Architecture ?? '',
  };
}

/** Everything known about a container. */
export function readContainer(answer: ContainerAnswer): ContainerDetails {
  return {
    id: answer.Id ?? '',
    name: withoutSlash(answer.Name),
    image: answer.Config?.Image ?? '',
    imageId: answer.Image ?? '',
    labels: answer.Config?.Labels ?? {},
    createdAt: answer.Created ?? '',
    state: readState(answer.State ?? {}),
    argv: [answer.Path, ...(answer.Args ?? [])].filter((part) => part !== undefined),
    published: readPorts(answer.HostConfig?.PortBindings ?? {}),
  };
}

/** What a list tells about a container. */
export function readListed(answer: ListedContainer): ContainerSummary {
  return {
    id: answer.Id ?? '',
    name: withoutSlash(answer.Names?.[0]),
    image: answer.Image ?? '',
    labels: answer.Labels ?? {},
    status: readStatus(answer.State),
  };
}

function readState(state: NonNullable<ContainerAnswer['State']>): ContainerState {
  const status = readStatus(state.Status);
  const startedAt = state.StartedAt ?? '';
  const error = state.Error === undefined || state.Error === '' ? null : state.Error;
  switch (status) {
    case 'created':
      return { status, error };
    case 'running':
      return { status, startedAt, health: readHealth(state.Health?.Status) };
    case 'paused':
      return { status, startedAt };
    case 'removing':
      return { status };
    case 'exited':
      return { status, exit: { ...exitOf(state), startedAt, error } };
  }
}

const exitOf = (state: NonNullable<ContainerAnswer['State']>) => ({
  exitCode: state.ExitCode ?? 0,
  oomKilled: state.OOMKilled ?? false,
  finishedAt: state.FinishedAt ?? '',
});

const statuses: ReadonlyMap<string, ContainerStatus> = new Map(
  Object.entries({
    created: 'created',
    running: 'running',
    restarting: 'running',
    paused: 'paused',
    removing: 'removing',
  } as const),
);

/** Whatever other word an engine has is as good as ended. */
const readStatus = (word = ''): ContainerStatus => statuses.get(word) ?? 'exited';

function readHealth(word: string | undefined): ContainerHealth {
  return word === 'starting' || word === 'healthy' || word === 'unhealthy' ? word : 'none';
}

type Ports = NonNullable<NonNullable<ContainerAnswer['HostConfig']>['PortBindings']>;

function readPorts(ports: Ports): PublishedPort[] {
  return Object.entries(ports).flatMap(([port, bindings]) =>
    (bindings ?? []).map(({ HostIp, HostPort }) => ({
      containerPort: Number.parseInt(port, 10),
      hostPort: Number(HostPort),
      hostAddress: HostIp ?? '',
    })),
  );
}

function splitPair(pair: string): [string, string] {
  const at = pair.indexOf('=');
  return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
}

const withoutSlash = (name: string | undefined): string => (name ?? '').replace(/^\//, '');
