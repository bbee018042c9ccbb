import { databaseEnv, loadConfig, registryEnv, serviceEnv } from '@enginehouse/service-kit';
import { z } from 'zod';

/** The catalog's environment. */
export const config = () =>
  loadConfig(z.object({ ...serviceEnv, ...databaseEnv, ...registryEnv }), process.env, { service: 'catalog' });

/** What tools for the database need. */
export const databaseConfig = () => loadConfig(z.object(databaseEnv), process.env, { service: 'catalog' });
