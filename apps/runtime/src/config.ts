import { hostname } from 'node:os';
import { securityProfile, workerName } from '@enginehouse/contracts';
import { defaultPortRange } from '@enginehouse/container-engine';
import { isSecretsKey, loadConfig, readSecretFile, registryEnv, serviceEnv } from '@enginehouse/service-kit';
import { z } from 'zod';

const listOf = (text: string): readonly string[] =>
  text
    .split(/[,:]/)
    .map((part) => part.trim())
    .filter(Boolean);

const labels = z
  .string()
  .regex(/^[^=,]+=[^,]*(,[^=,]+=[^,]*)*$/, 'name=value,name=value')
  .transform((text) => Object.fromEntries(text.split(',').map((pair) => pair.split(/=(.*)/s).slice(0, 2))))
  .pipe(z.record(z.string().trim().min(1), z.string()));

const portRange = z
  .string()
  .regex(/^\d{1,5}-\d{1,5}$/, 'first-last, such as 40000-40999')
  .transform((text) => text.split('-').map(Number))
  .pipe(z.tuple([z.number().min(1024), z.number().max(65_535)]))
  .refine(([first, last]) => first <= last, 'the first port is after the last')
  .transform(([from, to]) => ({ from, to }));

const hostLabel = (): string =>
  hostname()
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 63);

/** The environment of this service. */
export const runtimeEnv = z
  .object({
    ...serviceEnv,
    ...registryEnv,
    HTTP_PORT: serviceEnv.HTTP_PORT.default(0),
    NATS_URL: serviceEnv.NATS_URL.optional(),
    API_URL: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe('The control plane to join, over HTTP'),
    JOIN_TOKEN: z.string().optional().describe('Join token, for the first start only'),
    JOIN_TOKEN_FILE: z.string().optional().describe('File with the join token'),
    WORKER_NAME: workerName.default(() => hostLabel()).describe('Name of this worker'),
    WORKER_ADDRESS: z
      .string()
      .regex(/^[A-Za-z0-9.:-]+$/, 'a host name or address')
      .default('127.0.0.1')
      .describe('Where others reach this host; beyond loopback, engines stay behind the proxy'),
    WORKER_LABELS: labels.default({}).describe('name=value,name=value'),
    PROXY_PORT: z.coerce
      .number()
      .int()
      .min(1)
      .max(65_535)
      .default(10_160)
      .describe('Port of the proxy on WORKER_ADDRESS'),
    ENGINE_PORTS: portRange.default(defaultPortRange).describe('Ports that engines are given'),
    MODEL_ROOTS: z
      .string()
      .default('')
      .transform(listOf)
      .pipe(z.array(z.string().startsWith('/', 'absolute paths')))
      .describe('Directories whose content containers may mount, separated by ":"'),
    SECURITY_PROFILES: z
      .string()
      .default(securityProfile.options.join(','))
      .transform(listOf)
      .pipe(z.array(securityProfile))
      .describe('Security profiles this host allows'),
    DEVICES_FILE: z.string().optional().describe('JSON file of accelerators that no vendor tool here can find'),
    DATA_DIR: z.string().min(1).describe('Directory for identity, assignments, unsent facts and logs'),
    DOCKER_HOST: z.string().optional().describe('Docker engine, such as unix:///var/run/docker.sock'),
    BACKOFF_BASE_SECONDS: z.coerce.number().positive().max(300).default(10).describe('Wait before the first restart'),
    UNHEALTHY_RESTART_AFTER: z.coerce
      .number()
      .int()
      .positive()
      .default(12)
      .describe('Failures after which an unhealthy container is restarted'),
    INSTALLATION_ID: z.string().min(1).optional().describe('Installation, where the worker does not join over HTTP'),
    SECRETS_KEY_FILE: z
      .string()
      .transform(readOrEmpty)
      .refine(isSecretsKey, 'not a file that holds 32 bytes of base64')
      .optional()
      .describe('File with the key of sealed environment values, where the worker does not join over HTTP'),
  })
  .refine((env) => env.API_URL ?? env.NATS_URL, { path: ['API_URL'], message: 'set API_URL to join, or NATS_URL' });

/** The configuration of this service. */
export type RuntimeConfig = z.output<typeof runtimeEnv>;

/** Reads the configuration, once. */
export const readConfig = (): Readonly<RuntimeConfig> => loadConfig(runtimeEnv, process.env, { service: 'runtime' });

function readOrEmpty(file: string): string {
  try {
    return readSecretFile(file);
  } catch {
    return '';
  }
}
