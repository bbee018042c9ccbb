import {
  deploymentSpec,
  type BackendPin,
  type DeploymentSpec,
  type RunnableDefinition,
  type WorkerDevice,
  type WorkerReport,
} from '@enginehouse/contracts';
import type { z } from 'zod';

/** Small complete values that the specs start from. */
export const specOf = (more: Partial<z.input<typeof deploymentSpec>> = {}): DeploymentSpec =>
  deploymentSpec.parse({ name: 'demo', backend: 'echo-custom', ...more });

export const definitionOf = (more: Partial<RunnableDefinition> = {}): RunnableDefinition => ({
  backend_name: 'echo-custom',
  default_run_command: 'serve --port {{port}}',
  versions: [{ name: '1.0', images: [{ framework: 'cpu', image_name: 'echo:1.0' }] }],
  ...more,
});

export const cudaDefinition = (): RunnableDefinition =>
  definitionOf({ versions: [{ name: '1.0', images: [{ framework: 'cuda', image_name: 'echo:1.0-cuda' }] }] });

export const pinOf = (definition: RunnableDefinition = definitionOf()): BackendPin => ({
  backend: definition.backend_name,
  revision: 7,
  source: 'custom',
  definition,
});

export const gpu = (index: number, memoryMib = 24_576): WorkerDevice => ({
  index,
  uuid: `GPU-${index}`,
  vendor: 'nvidia',
  name: 'NVIDIA A10',
  framework: 'cuda',
  memoryMib,
});

export const reportOf = (name: string, more: Partial<WorkerReport> = {}): WorkerReport => ({
  name,
  address: '10.0.0.1',
  version: '0.1.0',
  engine: { name: 'docker', version: '20.10.24' },
  labels: {},
  cpus: 8,
  memoryMib: 16_384,
  disk: { path: '/', totalMib: 100_000, freeMib: 50_000 },
  devices: [],
  frameworks: more.devices?.length ? ['cuda', 'cpu'] : ['cpu'],
  modelRoots: ['/models'],
  securityProfiles: ['baseline', 'restricted'],
  warnings: [],
  ...more,
});
