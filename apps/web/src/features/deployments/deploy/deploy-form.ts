import type { deploymentSpec, DeploymentSpec } from '@enginehouse/contracts';
import type { z } from 'zod';
import { mibOf, numberOf } from './amounts.js';

/** What the api takes; here as far as it is written. */
export type DeploymentInput = z.input<typeof deploymentSpec>;
export type DraftInput = Partial<DeploymentInput>;
type ModelSourceName = NonNullable<DeploymentSpec['model']>['source'];

/** A variable as it is typed. */
export interface Variable {
  readonly name: string;
  readonly value: string;
}

/** The form as it is typed. Empty texts stand for what is left out. Backend and version are in the page's address. */
export interface DeployForm {
  readonly name: string;
  readonly modelName: string;
  readonly source: ModelSourceName;
  /** A path, or the name of a repository. */
  readonly model: string;
  readonly modelRevision: string;
  readonly parameters: readonly string[];
  readonly env: readonly Variable[];
  readonly replicas: string;
  readonly gpus: string;
  readonly gpuMemory: string;
  readonly memory: string;
  readonly cpus: string;
  readonly sharedMemory: string;
  readonly strategy: 'spread' | 'binpack';
  /** `key=value` each, where it is right. */
  readonly labels: readonly string[];
  /** Undefined: the scheduler chooses. */
  readonly devices: readonly { readonly worker: string; readonly index: number }[] | undefined;
  readonly imageName: string;
  readonly runCommand: string;
  readonly framework: string;
  readonly healthCheckPath: string;
  readonly securityProfile: DeploymentSpec['securityProfile'];
  readonly startupTimeout: string;
  readonly maxRestarts: string;
}

export const emptyForm: DeployForm = {
  name: '',
  modelName: '',
  source: 'local_path',
  model: '',
  modelRevision: '',
  parameters: [],
  env: [],
  replicas: '1',
  gpus: '',
  gpuMemory: '',
  memory: '',
  cpus: '',
  sharedMemory: '',
  strategy: 'spread',
  labels: [],
  devices: undefined,
  imageName: '',
  runCommand: '',
  framework: '',
  healthCheckPath: '',
  securityProfile: 'baseline',
  startupTimeout: '',
  maxRestarts: '',
};

/** Which backend, and which version where one was chosen. */
export interface ChosenBackend {
  readonly backend?: string | undefined;
  readonly version?: string | undefined;
}

/** The wish that the form stands for. Only what was said is in it; what cannot be read as a number is NaN. */
export function specOf(form: DeployForm, chosen: ChosenBackend): DraftInput {
  return withoutEmpty({
    name: form.name,
    modelName: form.modelName,
    model: modelOf(form),
    backend: chosen.backend,
    version: chosen.version,
    replicas: numberOf(form.replicas) ?? 1,
    parameters: form.parameters.map((each) => each.trim()).filter(Boolean),
    env: Object.fromEntries(form.env.filter(({ name }) => name).map(({ name, value }) => [name, value])),
    imageName: form.imageName.trim(),
    runCommand: form.runCommand.trim(),
    framework: form.framework,
    healthCheckPath: form.healthCheckPath.trim(),
    resources: resourcesOf(form),
    placement: placementOf(form),
    securityProfile: form.securityProfile === 'baseline' ? undefined : form.securityProfile,
    startupTimeoutSeconds: numberOf(form.startupTimeout),
    maxRestarts: numberOf(form.maxRestarts),
  });
}

function modelOf({ source, model, modelRevision: revision }: DeployForm): DeploymentInput['model'] {
  const text = model.trim();
  if (text === '') return undefined;
  if (source === 'local_path') return { source, path: text };
  return { source, repo: text, ...(revision.trim() ? { revision: revision.trim() } : {}) };
}

const resourcesOf = (form: DeployForm): DeploymentInput['resources'] =>
  withoutEmpty({
    gpus: numberOf(form.gpus),
    gpuMemoryMib: mibOf(form.gpuMemory),
    memoryMib: mibOf(form.memory),
    cpus: numberOf(form.cpus),
    shmMib: mibOf(form.sharedMemory),
  });

function placementOf({ strategy, labels, devices }: DeployForm): DeploymentInput['placement'] {
  return withoutEmpty({
    strategy: strategy === 'spread' ? undefined : strategy,
    workerLabels: Object.fromEntries(labels.filter(isLabel).map(labelOf)),
    gpus: devices?.map((device) => ({ ...device })),
  });
}

/** Whether a text is a label, `key=value`. */
export const isLabel = (text: string): boolean => /^[^=]+=/.test(text);

function labelOf(text: string): readonly [string, string] {
  const [key = '', ...rest] = text.split('=');
  return [key, rest.join('=')];
}

/** Leaves out empty texts and objects and what is undefined. A choice of no GPUs at all is a choice. */
function withoutEmpty<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([key, value]) => key === 'gpus' || !isEmpty(value))
      .filter(([, value]) => value !== undefined),
  ) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

const isEmpty = (value: unknown): boolean =>
  value === '' || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
