import { isAccountSeed } from '@enginehouse/messaging';
import { databaseEnv, isSecretsKey, loadConfig, readSecretFile, serviceEnv } from '@enginehouse/service-kit';
import { isIP } from 'node:net';
import { fileURLToPath } from 'node:url';
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

const words = ['loopback', 'linklocal', 'uniquelocal'];

/** Proxies that may say who a client is. */
export const trustedProxies = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter(Boolean))
  .refine(
    (list) => list.every(isProxy),
    `addresses, networks (10.0.0.0/8) and ${words.join(', ')}, separated by commas`,
  );

/** An address of HTTP. */
export const webUrl = z.url({ protocol: /^https?$/ });

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
  GATEWAY_URL: webUrl
    .optional()
    .describe('The gateway as the api reaches it; without it the console has no playground'),
  WEB_DIR: z
    .string()
    .default(fileURLToPath(new URL('../../web/dist', import.meta.url)))
    .describe("Folder with the console's files"),
  TRUST_PROXY: trustedProxies
    .optional()
    .describe('Proxies whose X-Forwarded-For and X-Forwarded-Proto are believed: 127.0.0.1, 10.0.0.0/8'),
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

function isProxy(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const longest = isIP(address) === 6 ? 128 : 32;
  const isPrefix = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longest);
  return words.includes(text) || (isIP(address) !== 0 && isPrefix && rest.length === 0);
}
