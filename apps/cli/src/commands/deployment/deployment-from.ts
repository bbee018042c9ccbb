import type { Io } from '../../io.js';
import { readDocument } from '../../documents.js';
import { UsageError } from '../../usage-error.js';
import { parseModel } from './parse-model.js';

/** The flags of `deploy`, as commander names them. */
export interface DeployOptions {
  readonly backend?: string;
  readonly version?: string;
  readonly model?: string;
  readonly modelName?: string;
  readonly replicas?: number;
  readonly param?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly image?: string;
  readonly runCommand?: string;
  readonly framework?: string;
  readonly healthPath?: string;
  readonly startupTimeout?: number;
  readonly gpus?: number;
  readonly gpuMemory?: number;
  readonly memory?: number;
  readonly cpus?: number;
  readonly shm?: number;
  readonly strategy?: string;
  readonly label?: Readonly<Record<string, string>>;
  readonly file?: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** The deployment to ask for. The server checks the rest. */
export async function deploymentFrom(
  io: Io,
  name: string | undefined,
  options: DeployOptions,
): Promise<Fields & { readonly name: string }> {
  const spec = await draftFrom(io, name, options);
  const { name: chosen, backend } = spec;
  if (typeof chosen !== 'string' || chosen === '') throw new UsageError('A deployment needs a name.');
  if (typeof backend !== 'string') throw new UsageError('A deployment needs a backend.', 'Name it with --backend.');
  return { ...spec, name: chosen };
}

/** A deployment as far as it is said: the file's fields, and over them what the flags say. */
export async function draftFrom(io: Io, name: string | undefined, options: DeployOptions): Promise<Fields> {
  const file = options.file === undefined ? {} : await fieldsOf(io, options.file);
  return {
    ...file,
    ...topFields(name, options),
    ...group('env', file, { ...options.env }),
    ...group('resources', file, resources(options)),
    ...placement(file, options),
  };
}

function topFields(name: string | undefined, options: DeployOptions): Fields {
  return defined({
    name,
    backend: options.backend,
    version: options.version,
    model: options.model === undefined ? undefined : parseModel(options.model),
    modelName: options.modelName,
    replicas: options.replicas,
    parameters: options.param,
    imageName: options.image,
    runCommand: options.runCommand,
    framework: options.framework,
    healthCheckPath: options.healthPath,
    startupTimeoutSeconds: options.startupTimeout,
  });
}

const resources = (options: DeployOptions): Fields =>
  defined({
    gpus: options.gpus,
    gpuMemoryMib: options.gpuMemory,
    memoryMib: options.memory,
    cpus: options.cpus,
    shmMib: options.shm,
  });

function placement(file: Fields, { strategy, label }: DeployOptions): Fields {
  const { workerLabels } = (file['placement'] ?? {}) as { workerLabels?: object };
  const labels = label === undefined ? {} : { workerLabels: { ...workerLabels, ...label } };
  return group('placement', file, { ...defined({ strategy }), ...labels });
}

/** A field that holds several: those given by flags are put over the file's. */
function group(name: string, file: Fields, flags: Fields): Fields {
  if (Object.keys(flags).length === 0) return {};
  return { [name]: { ...(file[name] as object | undefined), ...flags } };
}

const defined = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

async function fieldsOf(io: Io, path: string): Promise<Fields> {
  const { content, source } = await readDocument(io, path);
  try {
    const value = JSON.parse(content) as unknown;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  } catch {
    // Told below, as for JSON of another shape.
  }
  throw new UsageError(
    `${source} is not a JSON object.`,
    'A deployment is written as JSON, like the answer of the API.',
  );
}
