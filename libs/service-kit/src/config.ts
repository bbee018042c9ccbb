import { plainIssues } from '@enginehouse/contracts';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Exit status for a configuration that cannot work (`EX_CONFIG` of sysexits.h). */
export const exitConfiguration = 78;

/** Environment every service reads. */
export const serviceEnv = {
  HTTP_HOST: z.string().default('127.0.0.1').describe('Address the service listens on'),
  HTTP_PORT: z.coerce.number().int().min(0).max(65_535).describe('Port the service listens on; 0 takes a free one'),
  NATS_URL: z.string().min(1).describe('NATS server, for example nats://127.0.0.1:4222'),
  NATS_CREDS_FILE: z.string().optional().describe('File with the NATS credentials of this service'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  METRICS_TOKEN: z.string().min(16).optional().describe('Bearer token for /metrics from beyond loopback'),
};

/** Environment of services with a database. */
export const databaseEnv = {
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'a postgres:// URL')
    .describe('PostgreSQL, as the role the service runs as'),
  DATABASE_MIGRATION_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'a postgres:// URL')
    .optional()
    .describe('PostgreSQL, as the role that owns the schema; default DATABASE_URL'),
};

/** One thing wrong with the environment. */
export interface ConfigProblem {
  readonly name: string;
  readonly detail: string;
}

/** Reads a configuration, or lists everything that is wrong with it. An empty variable counts as not set. */
export function parseConfig<S extends z.ZodObject>(
  schema: S,
  env: Readonly<Record<string, string | undefined>>,
): { readonly config: Readonly<z.output<S>> } | { readonly problems: readonly ConfigProblem[] } {
  const given = Object.fromEntries(Object.keys(schema.shape).flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
  const parsed = schema.safeParse(given, plainIssues());
  if (parsed.success) {
    return { config: Object.freeze(parsed.data) };
  }
  const problems = parsed.error.issues.map((issue) => {
    const name = issue.path.join('.');
    return { name, detail: name in given ? issue.message : 'is required and not set' };
  });
  return { problems };
}

/** Reads the configuration once, at start; prints every problem and ends the process with status 78 before anything listens. */
export function loadConfig<S extends z.ZodObject>(
  schema: S,
  env: Readonly<Record<string, string | undefined>>,
  options: { readonly service: string },
): Readonly<z.output<S>> {
  const result = parseConfig(schema, env);
  if ('config' in result) {
    return result.config;
  }
  const lines = result.problems.map((each) => `  ${each.name}: ${each.detail}${describe(schema, each.name)}`);
  process.stderr.write(`${options.service}: the configuration is not usable\n${lines.join('\n')}\n`);
  process.exit(exitConfiguration);
}

function describe(schema: z.ZodObject, name: string): string {
  const field = schema.shape[name];
  const text = field instanceof z.ZodType ? field.description : undefined;
  return text ? ` (${text})` : '';
}

/** Reads a secret that is handed over as a file; trailing white space does not count. */
export const readSecretFile = (path: string): string => readFileSync(path, 'utf8').trimEnd();
