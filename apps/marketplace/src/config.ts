import { databaseEnv, loadConfig, registryEnv, serviceEnv } from '@enginehouse/service-kit';
import { z } from 'zod';

const folders = z
  .string()
  .transform((text) => text.split(':').filter((folder) => folder !== ''))
  .refine((list) => list.every((folder) => folder.startsWith('/')), 'absolute paths, with colons between them');

const schema = z.object({
  ...serviceEnv,
  ...databaseEnv,
  ...registryEnv,
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'a redis:// URL')
    .optional()
    .describe('Redis for the syncs that wait; default: they are kept in PostgreSQL'),
  MARKETPLACE_FILE_ROOTS: folders
    .prefault('')
    .describe('Folders below which sources may be files of this host, with colons between them; default: none'),
  MARKETPLACE_SYNC_CONCURRENCY: z.coerce.number().int().min(1).max(50).default(2).describe('Syncs at once'),
  MARKETPLACE_SYNC_SECONDS: z.coerce.number().min(1).max(3600).default(60).describe('How long a sync may take'),
  MARKETPLACE_SYNC_ATTEMPTS: z.coerce
    .number()
    .int()
    .min(1)
    .max(20)
    .default(4)
    .describe('How often a source that does not answer is asked before the sync has failed'),
  NODE_EXTRA_CA_CERTS: z.string().optional().describe('Certificates that are trusted beside the usual ones'),
});

/** The marketplace's environment. */
export const config = () => loadConfig(schema, process.env, { service: 'marketplace' });
