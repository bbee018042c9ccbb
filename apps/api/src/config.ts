import { isAccountSeed } from '@enginehouse/messaging';
import { databaseEnv, isSecretsKey, loadConfig, readSecretFile, serviceEnv } from '@enginehouse/service-kit';
import { z } from 'zod';

const secretsKey = z
  .string()
  .transform((file) => read(file))
  .refine((key) => key !== undefined && isSecretsKey(key), 'not a file that holds 32 bytes of base64')
  .transform((key) => key ?? '');

const accountSeed = z
  .string()
  .transform((file) => read(file))
  .refine((seed) => seed !== undefined && isAccountSeed(seed), 'not a file that holds the seed of a NATS account')
  .transform((seed) => seed ?? '');

const schema = z.object({
  ...serviceEnv,
  ...databaseEnv,
  SECRETS_KEY_FILE: secretsKey.describe('File with the key that seals secrets for workers'),
  INSTALLATION_ID: z.string().min(1).default('default').describe('Name of this installation, on every container'),
  NATS_ACCOUNT_SIGNING_KEY_FILE: accountSeed
    .optional()
    .describe('File with the seed that vouches for workers; without it none can join'),
  NATS_ACCOUNT_PUBLIC_KEY: z.string().optional().describe('The account, where that seed is one of its signing keys'),
  WORKER_NATS_URL: z.string().optional().describe('NATS as workers reach it; default NATS_URL'),
  BOOTSTRAP_DIR: z.string().optional().describe('Folder for the files admin-token and join-token of the first start'),
});

/** The configuration of the api service. */
export type Config = Readonly<z.output<typeof schema>>;

/** Reads the environment; ends the process where it is not usable. */
export const readConfig = (): Config => loadConfig(schema, process.env, { service: 'api' });

function read(file: string): string | undefined {
  try {
    return readSecretFile(file);
  } catch {
    return undefined;
  }
}
