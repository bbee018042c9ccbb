import type { SecurityProfile } from '@enginehouse/contracts';

/** A directory of the host that the container sees. Both paths are absolute. */
export interface ContainerMount {
  readonly hostPath: string;
  readonly containerPath: string;
  readonly readOnly: boolean;
}

/** One TCP port of the container, offered on an address of the host. */
export interface PublishedPort {
  readonly containerPort: number;
  readonly hostPort: number;
  readonly hostAddress: string;
}

/** One accelerator the container may use: an NVIDIA GPU through its runtime, anything else through its device files. */
export type ContainerDevice =
  | { readonly kind: 'nvidia'; readonly index: number; readonly uuid?: string }
  | {
      readonly kind: 'files';
      /** Device files of the host (`/dev/kfd`, `/dev/dri/renderD128`); the container sees them under the same paths. */
      readonly paths: readonly string[];
      /** Numeric groups that own them, for containers that do not run as root. */
      readonly groupIds?: readonly number[];
    };

/** What the container may use at most. */
export interface ContainerResources {
  /** MiB of memory, swap not included (there is none); no limit when left out. */
  readonly memoryMib?: number;
  /** CPU cores, fractions allowed; no limit when left out. */
  readonly cpus?: number;
  /** MiB of /dev/shm. */
  readonly shmMib: number;
  /** Processes and threads together. */
  readonly pidsLimit: number;
}

/** 10 GiB: what engines that pass tensors between processes expect. */
export const defaultShmMib = 10_240;

/** Generous for engines with many threads per GPU, and still an end to a fork bomb. */
export const defaultPidsLimit = 16_384;

/** Everything needed to make one container. The network follows from the profile: `host-network` shares the host's, all others have their own. */
export interface ContainerSpec {
  readonly name: string;
  readonly image: string;
  /** Null keeps the image's own entrypoint, an empty list removes it. */
  readonly entrypoint: readonly string[] | null;
  /** The arguments; an empty list keeps the image's own command. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly mounts: readonly ContainerMount[];
  /** Null publishes nothing; a container on the host's network must not publish. */
  readonly publish: PublishedPort | null;
  readonly profile: SecurityProfile;
  readonly resources: ContainerResources;
  readonly devices: readonly ContainerDevice[];
  /** Sent by `stop`; the image's own, else SIGTERM, when left out. */
  readonly stopSignal?: string;
}
