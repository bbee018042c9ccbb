/** What is remembered of a started process; enough to tell it from a stranger that got its number later. */
export interface ProcessRecord {
  readonly name: string;
  readonly pid: number;
  readonly startedAt: string;
  readonly mark: string;
}

/** A server that runs. */
export interface StartedServer {
  readonly name: string;
  readonly record: ProcessRecord;
  /** Its exit status, or null after a signal; whoever ended it. */
  readonly exited: Promise<number | null>;
}

/** How to start PostgreSQL. */
export interface PostgresOptions {
  /** Made at the first start; its parent must exist or be creatable. */
  readonly dataDir: string;
  /** Where programs that had to be fetched are kept. */
  readonly cacheDir: string;
  readonly logFile: string;
  /** Of the superuser `postgres`; takes effect when the data directory is made. */
  readonly password: string;
  /** Preferred; any free one where it is taken or left out. */
  readonly port?: number;
  readonly settings?: Readonly<Record<string, string>>;
}

/** A PostgreSQL server of ours. */
export interface StartedPostgres extends StartedServer {
  readonly port: number;
  /** The superuser's connection to the database `postgres`. */
  readonly url: string;
  /** The folder of initdb, postgres, and maybe more. */
  readonly binaries: string;
  stop(mode?: 'fast' | 'immediate'): Promise<void>;
  /** SIGKILL to the postmaster, and waits until its backends are gone too. */
  kill(): Promise<void>;
}

/** How to start nats-server. */
export interface NatsOptions {
  /** Holds its configuration file and its JetStream store. */
  readonly directory: string;
  readonly cacheDir: string;
  readonly logFile: string;
  readonly port?: number;
  /** The address to listen on; default 127.0.0.1. */
  readonly host?: string;
  /** Configuration text for operator, accounts and users; without it everybody may do everything. */
  readonly access?: string;
}

/** A NATS server of ours, with JetStream. */
export interface StartedNats extends StartedServer {
  readonly port: number;
  readonly url: string;
  readonly storeDir: string;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

/** How to start Redis. */
export interface RedisOptions {
  readonly directory: string;
  readonly cacheDir: string;
  readonly logFile: string;
  readonly port?: number;
}

/** A Redis server of ours. */
export interface StartedRedis extends StartedServer {
  readonly port: number;
  readonly url: string;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

/** Starts Redis on 127.0.0.1. */
export function startRedis(options: RedisOptions): Promise<StartedRedis>;

/** How to start a container registry. */
export interface RegistryOptions {
  readonly directory: string;
  readonly cacheDir: string;
  readonly logFile: string;
  readonly port?: number;
  /** A file of users and bcrypt hashes; without it everybody may read and write. */
  readonly htpasswd?: string | undefined;
}

/** A container registry of ours. */
export interface StartedRegistry extends StartedServer {
  readonly port: number;
  /** Host and port, as image references begin. */
  readonly address: string;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

/** Starts a container registry on 127.0.0.1. */
export function startRegistry(options: RegistryOptions): Promise<StartedRegistry>;

/** minisign, and the environment it finds its libraries in; unpacked where it is not installed. Only tests use it. */
export function findMinisign(where: { readonly cacheDir: string }): Promise<{
  readonly command: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}>;

/** A browser, and the environment it finds its libraries and fonts in; unpacked where it is not installed. Only tests use it. */
export function findChromium(where: {
  readonly cacheDir: string;
  /** Told what takes a while. */
  readonly tell?: (line: string) => void;
}): Promise<{
  readonly command: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}>;

/** Builds the console's files where they are missing, or older than what they are made of; answers whether it did. */
export function buildConsole(root: string): Promise<boolean>;

/** How to start a Docker engine. */
export interface DockerOptions {
  /** Images and containers of an engine of our own. */
  readonly dataDir: string;
  readonly cacheDir: string;
  readonly logFile: string;
  /** Whether an engine of our own takes its images and containers with it; default false. */
  readonly ephemeral?: boolean;
}

/** A Docker engine that answers. */
export interface StartedDocker {
  readonly name: 'docker';
  /** For DOCKER_HOST. */
  readonly host: string;
  /** Whether `stop` ends the engine; one that was found running is left alone. */
  readonly ours: boolean;
  stop(): Promise<void>;
}

/** The Docker engine that answers on this machine, else one of our own. */
export function findOrStartDocker(options: DockerOptions): Promise<StartedDocker>;

/** Starts a Docker engine of our own; needs root or sudo. */
export function startDocker(options: DockerOptions): Promise<StartedDocker>;

/** Loads the image of the engine that fails on demand (infra/test-engine) where it is missing; answers its tag. */
export function ensureTestEngineImage(where: { readonly host: string; readonly scratchDir: string }): Promise<string>;

/** One NATS key pair; the seed is the secret. */
export interface NatsKey {
  readonly publicKey: string;
  readonly seed: string;
  sign(data: string): Buffer;
}

/** What a user of the NATS account may do. */
export interface UserJwtWish {
  /** The account's key or one of its signing keys. */
  readonly signer: NatsKey;
  /** Public key of the account. */
  readonly account: string;
  readonly userPublicKey: string;
  readonly name: string;
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
  /** Lets it answer each request it receives once, within this time. */
  readonly answerWithinSeconds?: number;
}

/** Who may do what on our NATS server. */
export interface NatsAccess {
  /** For `startNats({ access })`. */
  readonly serverConfig: string;
  /** Of a service, or of one of the `clients` in the table. */
  credsFile(name: string): string;
  /** Seed of the key that may vouch for further users: the api's, for workers that join. */
  readonly signingKeyFile: string;
  readonly accountPublicKey: string;
  readonly services: readonly string[];
}

/** Makes or renews keys, server configuration and one credentials file per service and client, from infra/nats/permissions.json. */
export function prepareNatsAccess(directory: string): NatsAccess;

/** How one service reaches its schema. */
export interface ServiceDatabase {
  /** As the role it runs as. */
  readonly url: string;
  /** As the role that owns the schema. */
  readonly migrationUrl: string;
}

/** Passwords by role, each made when first asked for. */
export type PasswordStore = (role: string) => string;

/** Keeps passwords in a file that only its owner can read. */
export function passwordStore(file: string): PasswordStore;

/** Makes the database `enginehouse` and the roles of every service (infra/postgres/roles.sql). */
export function prepareDatabase(wish: {
  readonly adminUrl: string;
  readonly passwords: PasswordStore;
}): Promise<Readonly<Record<string, ServiceDatabase>>>;

/** Something that a running stack has to tell. */
export type StackEvent =
  | {
      readonly type: 'ended';
      readonly name: string;
      readonly code: number | null;
      readonly logFile: string;
      readonly againInMs: number;
    }
  | { readonly type: 'restarted'; readonly name: string }
  /** It could not have the port that clients know; the next start tries that one again. */
  | { readonly type: 'port-taken'; readonly name: string; readonly wanted: number; readonly port: number }
  /** Somebody had removed it: it joins again. */
  | { readonly type: 'readmitted'; readonly name: string }
  /** It said that its configuration cannot work, and is not started again. */
  | { readonly type: 'misconfigured'; readonly name: string; readonly logFile: string };

/** How to start everything. */
export interface StackOptions {
  /** Holds everything that is kept; a second start continues with it. */
  readonly dataDir: string;
  /** Where DATABASE_URL, NATS_URL, NATS_CREDS, DOCKER_HOST and REDIS_URL are looked up; default: the process's. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The address that API, gateway and NATS listen on; default 127.0.0.1. */
  readonly host?: string;
  /** Name of the worker on this machine; default `local`, null: none. */
  readonly worker?: string | null;
  /** Settles when the npm packages are installed; default: they are. */
  readonly installed?: Promise<unknown>;
  /** Settles when everything is built; default: it is. */
  readonly built?: Promise<unknown>;
  /** Told as soon as a Docker engine answers, long before the stack is ready. */
  readonly onDocker?: (host: string) => void;
  /** Told when a step begins; what it returns is told how the step ended. */
  readonly onStep?: (label: string) => (text: string) => void;
  readonly onEvent?: (event: StackEvent) => void;
  /** Ended by whoever gives it, also in the middle of the start. */
  readonly resources?: StackResources;
}

/** What was started, ended in reverse order. */
export interface StackResources {
  add(end: () => Promise<void>): Promise<void>;
  readonly isReleased: boolean;
  release(): Promise<void>;
}

/** A process that is started again when it ends unasked. */
export interface Restartable {
  readonly name: string;
  readonly pid: number | undefined;
  readonly logFile: string;
  start(): Promise<void>;
  /** Ends it in good order, and leaves it down. */
  stop(): Promise<void>;
  /** SIGKILL, and leaves it down. */
  kill(): Promise<void>;
  restart(): Promise<void>;
}

/** One of our services. */
export interface ServiceHandle extends Restartable {
  readonly url: string;
  /** Waits until `/readyz` answers 200. */
  ready(): Promise<void>;
}

/** A further worker. */
export interface WorkerOptions {
  readonly name: string;
  /** Over what the runtime is told anyway: DOCKER_HOST, WORKER_LABELS ... */
  readonly env?: Readonly<Record<string, string>>;
}

/** Everything runs. */
export interface Stack {
  readonly dataDir: string;
  readonly apiUrl: string;
  readonly gatewayUrl: string;
  readonly natsUrl: string;
  /** The database's superuser, or what DATABASE_URL said. */
  readonly databaseUrl: string;
  readonly dockerHost: string;
  /** Models in this folder may be mounted. */
  readonly modelsDir: string;
  readonly adminToken: string;
  readonly joinToken: string;
  /** By name: catalog, scheduler, api, marketplace, gateway, webhooks, and `worker-<name>` for each worker. */
  readonly services: Readonly<Record<string, ServiceHandle>>;
  /** Ours; undefined where one was given. */
  readonly postgres: Restartable | undefined;
  readonly nats: Restartable | undefined;
  startWorker(options: WorkerOptions): Promise<ServiceHandle>;
  /** Ends everything that was started, in reverse order. */
  stop(): Promise<void>;
}

/** Starts PostgreSQL, NATS and Docker where none is given, all services, and a worker on this machine. */
export function startStack(options: StackOptions): Promise<Stack>;

/** Starts PostgreSQL on 127.0.0.1. */
export function startPostgres(options: PostgresOptions): Promise<StartedPostgres>;

/** Starts nats-server with JetStream. */
export function startNats(options: NatsOptions): Promise<StartedNats>;

/** Whether the recorded process is still there. */
export function isRunning(record: ProcessRecord): boolean;

/** Ends a recorded process: the signal, then SIGKILL after `grace` milliseconds. */
export function stopProcess(
  record: ProcessRecord,
  options?: { readonly signal?: NodeJS.Signals; readonly grace?: number },
): Promise<void>;

/** A TCP port nobody listens on: `preferred` where it is free, else any. */
export function freePort(preferred?: number, host?: string): Promise<number>;

/** Removes a directory with all that is in it, as root where a Docker engine of ours left files that belong to root. */
export function removeDirectory(directory: string): Promise<void>;

/** Whether something accepts connections at the address. */
export function accepts(port: number, host?: string): Promise<boolean>;

/** Asks until the answer is truthy and returns it; the error names `what` was awaited and for how many milliseconds. */
export function waitUntil<T>(
  condition: () => T | Promise<T>,
  options?: { readonly timeout?: number; readonly interval?: number; readonly what?: string },
): Promise<NonNullable<Exclude<T, false>>>;

/** A failure the user can act on: its text says what to do. */
export class LauncherError extends Error {}
