import { quoteWord } from '@enginehouse/backend-spec';
import { isSecretName } from '@enginehouse/contracts';
import type { DraftInput } from './deploy-form.js';

/** The wish with every secret left out: what stands in its place says which one is to be put there. */
export function withoutSecrets(spec: DraftInput): DraftInput {
  if (!spec.env) return spec;
  const env = Object.entries(spec.env).map(([name, value]) => [name, isSecretName(name) ? `<${name}>` : value]);
  return { ...spec, env: Object.fromEntries(env) as Record<string, string> };
}

/** The request that makes the deployment, for a shell. */
export const asCurl = (origin: string, spec: DraftInput): string =>
  [
    `curl -X POST ${origin}/v1/deployments`,
    '-H "Authorization: Bearer $ENGINEHOUSE_TOKEN"',
    `-H 'Content-Type: application/json'`,
    `-d ${quoteWord(JSON.stringify(withoutSecrets(spec), null, 2))}`,
  ].join(' \\\n  ');

/** The command line that makes it. What has no flag goes in as JSON. */
export function asCli(spec: DraftInput): string {
  const shown = withoutSecrets(spec);
  const flags = flagsOf(shown);
  if (flags === undefined) {
    return `enginehouse deploy -f - <<'EOF'\n${JSON.stringify(shown, null, 2)}\nEOF`;
  }
  const words = flags.map(([flag, value]) => (value === '' ? flag : `${flag} ${quoteWord(value)}`));
  return [`enginehouse deploy ${quoteWord(shown.name ?? '')}`, ...words].join(' \\\n  ');
}

type Flag = readonly [flag: string, value: string];

/** Whether the wish holds something that there is no flag for. */
const isBeyondFlags = ({ model, placement, securityProfile, maxRestarts }: DraftInput): boolean =>
  (model !== undefined && model.source !== 'local_path') ||
  placement?.gpus !== undefined ||
  securityProfile !== undefined ||
  maxRestarts !== undefined;

function flagsOf(spec: DraftInput): readonly Flag[] | undefined {
  if (isBeyondFlags(spec)) return undefined;
  const { model, placement } = spec;
  const { resources = {} } = spec;
  return [
    ...one('--backend', spec.backend),
    ...one('--version', spec.version),
    ...one('--model', model?.source === 'local_path' ? model.path : undefined),
    ...one('--model-name', spec.modelName),
    ...one('--replicas', spec.replicas === 1 ? undefined : spec.replicas),
    ...(spec.parameters ?? []).map((each): Flag => ['--param', each]),
    ...pairs('--env', spec.env),
    ...one('--image', spec.imageName),
    ...one('--run-command', spec.runCommand),
    ...one('--framework', spec.framework),
    ...one('--health-path', spec.healthCheckPath),
    ...one('--startup-timeout', spec.startupTimeoutSeconds, 's'),
    ...one('--gpus', resources.gpus),
    ...one('--gpu-memory', resources.gpuMemoryMib, 'MiB'),
    ...one('--memory', resources.memoryMib, 'MiB'),
    ...one('--cpus', resources.cpus),
    ...one('--shm', resources.shmMib, 'MiB'),
    ...one('--strategy', placement?.strategy),
    ...pairs('--label', placement?.workerLabels),
  ];
}

const one = (flag: string, value: string | number | undefined, unit = ''): readonly Flag[] =>
  value === undefined ? [] : [[flag, `${value}${unit}`]];

const pairs = (flag: string, record: Readonly<Record<string, string>> = {}): readonly Flag[] =>
  Object.entries(record).map(([key, value]) => [flag, `${key}=${value}`]);
