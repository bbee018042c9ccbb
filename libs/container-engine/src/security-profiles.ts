import type { SecurityProfile } from '@enginehouse/contracts';

/** What a profile decides about a container; everything else comes from its spec. */
export interface ProfileSettings {
  readonly privileged: boolean;
  readonly network: 'own' | 'host';
  readonly dropCapabilities: readonly string[];
  readonly noNewPrivileges: boolean;
  readonly readOnlyRoot: boolean;
  /** Writable, memory-backed directories and their mount options. */
  readonly tmpfs: Readonly<Record<string, string>>;
  /** `non-root` replaces an image's root user by `nonRootUser`. */
  readonly user: 'of-image' | 'non-root';
}

/** The user (nobody) of a container that must not be root and whose image names no other number. */
export const nonRootUser = '65534:65534';

const baseline: ProfileSettings = {
  privileged: false,
  network: 'own',
  dropCapabilities: ['NET_RAW', 'MKNOD'],
  noNewPrivileges: true,
  readOnlyRoot: false,
  tmpfs: {},
  user: 'of-image',
};

/**
 * The named security profiles. All keep the engine's seccomp filter, a process limit and their own PID and IPC
 * namespaces; only `privileged` gives up the filter. Engines compile kernels into /tmp, so it stays executable.
 */
export const securityProfiles: Readonly<Record<SecurityProfile, ProfileSettings>> = {
  baseline,
  restricted: {
    ...baseline,
    dropCapabilities: ['ALL'],
    readOnlyRoot: true,
    tmpfs: {
      '/tmp': 'rw,exec,nosuid,nodev,size=2g,mode=1777',
      '/var/tmp': 'rw,noexec,nosuid,nodev,size=256m,mode=1777',
      '/run': 'rw,noexec,nosuid,nodev,size=64m,mode=1777',
    },
    user: 'non-root',
  },
  privileged: { ...baseline, privileged: true, dropCapabilities: [], noNewPrivileges: false },
  'host-network': { ...baseline, network: 'host' },
};

/** The user a container runs as: undefined keeps the image's. A name proves nothing about its number, so only a number other than 0 is kept. */
export function userOf(settings: ProfileSettings, imageUser: string): string | undefined {
  if (settings.user === 'of-image') return undefined;
  const uid = imageUser.split(':')[0] ?? '';
  return /^[0-9]+$/.test(uid) && Number(uid) !== 0 ? imageUser : nonRootUser;
}
