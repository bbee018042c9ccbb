import { databaseEnv, isSecretsKey, loadConfig, readSecretFile, serviceEnv } from '@enginehouse/service-kit';
import { z } from 'zod';

const secretsKey = z
  .string()
  .transform((file) => read(file))
  .refine((key) => key !== undefined && isSecretsKey(key), 'not a file that holds 32 bytes of base64')
  .transform((key) => key ?? '');

const delays = z
  .string()
  .transform((text) => text.split(',').map(Number))
  .refine((list) => list.every((each) => Number.isFinite(each) && each >= 0), 'numbers of seconds, with commas');

const schema = z.object({
  ...serviceEnv,
  ...databaseEnv,
  SECRETS_KEY_FILE: secretsKey.describe(
    'File with the key that opens sealed URLs and secrets; the same as the api has',
  ),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'a redis:// URL')
    .optional()
    .describe('Redis for the deliveries; default: they are kept in PostgreSQL'),
  WEBHOOK_RETRY_DELAYS: delays
    .prefault('5,30,120,600,3600,18000,36000,36000')
    .describe('Seconds before the second attempt, the third, ...; after the last one a delivery is given up'),
  WEBHOOK_TIMEOUT_SECONDS: z.coerce.number().positive().max(60).default(10).describe('How long a receiver may take'),
  WEBHOOK_CONCURRENCY: z.coerce.number().int().min(1).max(100).default(4).describe('Requests at once per webhook'),
});

/** The configuration of the webhooks service. */
export type Config = Readonly<z.output<typeof schema>>;

/** Reads the environment; ends the process where it is not usable. */
export const readConfig = (): Config => loadConfig(schema, process.env, { service: 'webhooks' });

function read(file: string): string | undefined {
  try {
    return readSecretFile(file);
  } catch {
    return undefined;
  }
}
