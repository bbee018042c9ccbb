import { z } from 'zod';

/** Where the gateway sends requests for one deployment; a value of KV bucket ROUTES under the deployment's name. */
export const route = z.object({
  deployment: z.string(),
  modelName: z.string(),
  state: z.enum(['ready', 'loading', 'stopped', 'failed']),
  reason: z.string(),
  instances: z.array(z.object({ id: z.string(), generation: z.number().int(), url: z.string() })),
  createdAt: z.string(),
});
export type Route = z.infer<typeof route>;

export const routesBucket = 'ROUTES';
/** API keys by the SHA-256 of the token, so that the gateway can check them while the control plane is away. */
export const keysBucket = 'KEYS';
export const accessKey = z.object({
  name: z.string(),
  role: z.enum(['admin', 'operator', 'viewer']),
  expiresAt: z.string().nullable(),
});
export type AccessKey = z.infer<typeof accessKey>;
