import type Docker from 'dockerode';
import type { ContainerDevice, ContainerMount, ContainerSpec } from '../container-spec.js';
import { securityProfiles, userOf, type ProfileSettings } from '../security-profiles.js';

/** What creation depends on beside the spec. */
export interface CreateSurroundings {
  readonly imageUser: string;
  readonly defaultRuntime: string;
}

const mib = 1024 * 1024;
const nanoCpusPerCpu = 1e9;

/** The Docker API's request for a spec: the only place where a container's privileges are written down for the engine. */
export function createOptions(spec: ContainerSpec, around: CreateSurroundings): Docker.ContainerCreateOptions {
  const settings = securityProfiles[spec.profile];
  const user = userOf(settings, around.imageUser);
  return {
    Image: spec.image,
    ...(spec.entrypoint !== null && { Entrypoint: [...spec.entrypoint] }),
    ...(spec.argv.length > 0 && { Cmd: [...spec.argv] }),
    Env: environment(spec, around),
    Labels: { ...spec.labels },
    ...(user !== undefined && { User: user }),
    ...(spec.stopSignal !== undefined && { StopSignal: spec.stopSignal }),
    ...(spec.publish !== null && { ExposedPorts: { [`${spec.publish.containerPort}/tcp`]: {} } }),
    HostConfig: hostConfig(spec, settings),
  };
}

function hostConfig(spec: ContainerSpec, settings: ProfileSettings): Docker.HostConfig {
  return {
    ...isolation(settings),
    ...limits(spec),
    ...devices(spec.devices),
    Mounts: spec.mounts.map(bindMount),
    PortBindings: portBindings(spec),
    PublishAllPorts: false,
    AutoRemove: false,
    // Whether and when to start again is for the runtime to decide; the engine must not do it behind its back.
    RestartPolicy: { Name: 'no' },
    // A chatty engine must not fill the disk; json-file can be read back whatever the daemon's own default is.
    LogConfig: { Type: 'json-file', Config: { 'max-size': '50m', 'max-file': '3' } },
  };
}

function isolation(settings: ProfileSettings): Docker.HostConfig {
  return {
    Privileged: settings.privileged,
    NetworkMode: settings.network === 'host' ? 'host' : 'bridge',
    PidMode: '',
    IpcMode: 'private',
    CapDrop: [...settings.dropCapabilities],
    CapAdd: [],
    SecurityOpt: settings.noNewPrivileges ? ['no-new-privileges'] : [],
    ReadonlyRootfs: settings.readOnlyRoot,
    Tmpfs: { ...settings.tmpfs },
  };
}

function limits({ resources }: ContainerSpec): Docker.HostConfig {
  const memory = resources.memoryMib === undefined ? undefined : Math.round(resources.memoryMib * mib);
  return {
    ShmSize: Math.round(resources.shmMib * mib),
    PidsLimit: resources.pidsLimit,
    ...(memory !== undefined && { Memory: memory, MemorySwap: memory }),
    ...(resources.cpus !== undefined && { NanoCpus: Math.round(resources.cpus * nanoCpusPerCpu) }),
  };
}

function devices(all: readonly ContainerDevice[]): Docker.HostConfig {
  const gpus = nvidiaIds(all);
  const files = all.flatMap((device) => (device.kind === 'files' ? device.paths : []));
  const groups = all.flatMap((device) => (device.kind === 'files' ? (device.groupIds ?? []) : []));
  return {
    DeviceRequests: gpus.length === 0 ? [] : [nvidiaRequest(gpus)],
    Devices: [...new Set(files)].map(deviceFile),
    GroupAdd: [...new Set(groups)].map(String),
  };
}

const nvidiaIds = (all: readonly ContainerDevice[]) =>
  all.flatMap((device) => (device.kind === 'nvidia' ? [device.uuid ?? String(device.index)] : []));

const nvidiaRequest = (ids: readonly string[]): Docker.DeviceRequest => ({
  Driver: 'nvidia',
  DeviceIDs: [...ids],
  Capabilities: [['gpu', 'compute', 'utility']],
});

const deviceFile = (file: string) => ({
  PathOnHost: file,
  PathInContainer: file,
  CgroupPermissions: 'rwm',
});

/** A typed mount, not a `Binds` text: no ":" can add options, and a missing source is an error instead of a new directory. */
const bindMount = (mount: ContainerMount): Docker.MountSettings => ({
  Type: 'bind',
  Source: mount.hostPath,
  Target: mount.containerPath,
  ReadOnly: mount.readOnly,
});

function portBindings({ publish }: ContainerSpec): Record<string, readonly { HostIp: string; HostPort: string }[]> {
  if (publish === null) return {};
  return { [`${publish.containerPort}/tcp`]: [{ HostIp: publish.hostAddress, HostPort: String(publish.hostPort) }] };
}

/**
 * Where NVIDIA's is the default runtime, it obeys NVIDIA_VISIBLE_DEVICES, and CUDA images say "all": such a container
 * would see every GPU, allocated or not. So the variable is ours there, whatever image or user say.
 */
function environment(spec: ContainerSpec, { defaultRuntime }: CreateSurroundings): string[] {
  const gpus = nvidiaIds(spec.devices);
  const ours = gpus.length > 0 || defaultRuntime === 'nvidia';
  const guard = ours ? { NVIDIA_VISIBLE_DEVICES: gpus.length > 0 ? gpus.join(',') : 'void' } : {};
  return Object.entries({ ...spec.env, ...guard }).map(([name, value]) => `${name}=${value}`);
}
