import { isSecretsKey, loadConfig, readSecretFile, serviceEnv } from '@enginehouse/service-kit';
import { z } from 'zod';

const seconds = z.coerce.number().int().min(1).max(86_400);

const schema = z.object({
  ...serviceEnv,
  DATA_DIR: z
    .string()
    .optional()
    .describe('Folder for the last known keys and routes; without it a restart needs NATS'),
  SECRETS_KEY_FILE: z
    .string()
    .transform(read)
    .refine((key) => key !== undefined && isSecretsKey(key), 'not a file that holds 32 bytes of base64')
    .optional()
    .describe('File with the key that opens the proxies of remote workers'),
  UPSTREAM_ANSWER_TIMEOUT_SECONDS: seconds.default(600).describe('Longest wait for the head of an answer'),
  UPSTREAM_IDLE_TIMEOUT_SECONDS: seconds.default(300).describe('Longest silence within an answer'),
});

/** The configuration of the gateway. */
export type Config = Readonly<z.output<typeof schema>>;

/** Reads the environment; ends the process where it is not usable. */
export const readConfig = (): Config => loadConfig(schema, process.env, { service: 'gateway' });

function read(file: string): string | undefined {
  try {
    return readSecretFile(file);
  } catch {
    return undefined;
  }
}
