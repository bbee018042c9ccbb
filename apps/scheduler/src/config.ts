import { securityProfile } from '@enginehouse/contracts';
import { databaseEnv, loadConfig, serviceEnv } from '@enginehouse/service-kit';
import { z } from 'zod';
import { parseGrants } from './parse-grants.js';

const seconds = z.coerce.number().int().min(1);

const environment = z.object({
  ...serviceEnv,
  ...databaseEnv,
  INSTALLATION_ID: z.string().min(1).default('default').describe('Name of this installation, on every container'),
  WORKER_SUSPECT_SECONDS: seconds.default(15).describe('Silence after which a worker is suspect'),
  WORKER_GRACE_SECONDS: seconds.default(300).describe('Silence after which its instances are placed elsewhere'),
  USE_HOLD_SECONDS: seconds
    .default(30)
    .describe('Time a removal from the catalog may keep new deployments off before it is given up'),
  ROLL_DRAIN_SECONDS: z.coerce
    .number()
    .min(0)
    .max(3600)
    .default(30)
    .describe('Time that an instance which is replaced has for the requests under way'),
  SECURITY_PROFILE_GRANTS: z
    .string()
    .default('')
    .transform(parseGrants)
    .describe(
      `What may run beyond the ordinary: BACKEND@VERSION=PROFILE,... (VERSION may be *; ${securityProfile.options.join(', ')})`,
    ),
});

/** The scheduler's environment. */
export const config = () => loadConfig(environment, process.env, { service: 'scheduler' });
