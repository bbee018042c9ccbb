import { loadConfig, serviceEnv } from '@enginehouse/service-kit';
import { z } from 'zod';

/** The marketplace's environment. */
export const config = () => loadConfig(z.object(serviceEnv), process.env, { service: 'marketplace' });
