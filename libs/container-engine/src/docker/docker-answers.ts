/**
 * What the engine answers, as far as it is read. Everything may be missing: engines differ, and an answer is input
 * like any other.
 */
export interface InfoAnswer {
  readonly Name?: string;
  readonly ServerVersion?: string;
  readonly NCPU?: number;
  readonly MemTotal?: number;
  readonly Runtimes?: Readonly<Record<string, unknown>> | null;
  readonly DefaultRuntime?: string;
  readonly DockerRootDir?: string;
  readonly Warnings?: readonly string[] | null;
}

type Labels = Readonly<Record<string, string>>;
type Ports = Readonly<Record<string, readonly { readonly HostIp?: string; readonly HostPort?: string }[] | null>>;

export interface ImageAnswer {
  readonly Id?: string;
  readonly RepoDigests?: readonly string[] | null;
  readonly Size?: number;
  readonly Architecture?: string;
  readonly Config?: {
    readonly User?: string;
    readonly Env?: readonly string[] | null;
    readonly Cmd?: readonly string[] | null;
    readonly Entrypoint?: readonly string[] | string | null;
    readonly ExposedPorts?: Readonly<Record<string, unknown>> | null;
  } | null;
}

export interface ContainerAnswer {
  readonly Id?: string;
  readonly Name?: string;
  readonly Image?: string;
  readonly Created?: string;
  readonly Path?: string;
  readonly Args?: readonly string[] | null;
  readonly State?: {
    readonly Status?: string;
    readonly OOMKilled?: boolean;
    readonly ExitCode?: number;
    readonly Error?: string;
    readonly StartedAt?: string;
    readonly FinishedAt?: string;
    readonly Health?: { readonly Status?: string } | null;
  };
  readonly Config?: { readonly Image?: string; readonly Labels?: Labels | null };
  readonly HostConfig?: { readonly PortBindings?: Ports | null };
}

export interface ListedContainer {
  readonly Id?: string;
  readonly Names?: readonly string[] | null;
  readonly Image?: string;
  readonly Labels?: Labels | null;
  readonly State?: string;
}
