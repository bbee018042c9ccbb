/** What of a container's inspection decides about its isolation, in a form that is the same on every engine version. */
export function securityView(inspection: unknown): Record<string, unknown> {
  const { HostConfig: host = {}, Config: config = {} } = inspection as Inspection;
  const view = Object.fromEntries(hostKeys.map((key) => [key, normal(host[key])]));
  return {
    ...view,
    CapAdd: capabilities(host['CapAdd']),
    CapDrop: capabilities(host['CapDrop']),
    MasksKernelMemory: includes(host['MaskedPaths'], '/proc/kcore'),
    ProtectsKernelSettings: includes(host['ReadonlyPaths'], '/proc/sys'),
    User: config['User'] ?? '',
    Volumes: normal(config['Volumes']),
  };
}

interface Inspection {
  readonly HostConfig?: Readonly<Record<string, unknown>>;
  readonly Config?: Readonly<Record<string, unknown>>;
}

/** Everything an engine can be told that concerns isolation, asked for or not: a golden file must notice additions. */
const hostKeys = [
  'Privileged',
  'NetworkMode',
  'PidMode',
  'IpcMode',
  'UTSMode',
  'UsernsMode',
  'SecurityOpt',
  'ReadonlyRootfs',
  'Tmpfs',
  'PidsLimit',
  'ShmSize',
  'Memory',
  'MemorySwap',
  'NanoCpus',
  'Binds',
  'Mounts',
  'VolumesFrom',
  'Devices',
  'DeviceRequests',
  'DeviceCgroupRules',
  'GroupAdd',
  'Links',
  'ExtraHosts',
  'PortBindings',
  'PublishAllPorts',
  'RestartPolicy',
  'AutoRemove',
  'OomKillDisable',
  'OomScoreAdj',
  'Sysctls',
  'Ulimits',
  'CgroupParent',
  'LogConfig',
];

/** Engines write "nothing" as null, as an empty list and by leaving it out. */
function normal(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) return value.length === 0 ? null : value;
  if (typeof value !== 'object') return value === false ? null : value;
  return Object.keys(value).length === 0 ? null : value;
}

/** Which paths an engine protects grows from version to version; these stand for all. */
const includes = (value: unknown, wanted: string): boolean => Array.isArray(value) && value.includes(wanted);

/** Newer engines put `CAP_` before each name. */
function capabilities(value: unknown): unknown {
  const names = Array.isArray(value) ? value.map((name) => String(name).replace(/^CAP_/, '')) : [];
  return normal(names.sort());
}
