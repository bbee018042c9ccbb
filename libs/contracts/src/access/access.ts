import { z } from 'zod';

/** What a bearer may do: viewers read, operators change, admins manage access and workers. */
export const role = z.enum(['admin', 'operator', 'viewer']);
export type Role = z.infer<typeof role>;

export const tokenView = z.object({
  name: z.string(),
  role,
  createdAt: z.string(),
  createdBy: z.string(),
  expiresAt: z.string().nullable(),
});
export type TokenView = z.infer<typeof tokenView>;

export const createToken = z
  .object({
    name: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, 'lower-case letters, digits, `.`, `_`, `-`; at most 63'),
    role,
    expiresInSeconds: z.number().int().positive().optional(),
  })
  .strict();

/** What a worker sends to join: the one-time or reusable join token, its name and the public half of a key it made itself. */
export const joinRequest = z.object({ token: z.string(), name: z.string(), publicKey: z.string() }).strict();
/** What it gets: credentials for its own subjects only, where to connect, and the key that opens sealed environment values. */
export const joinAnswer = z.object({
  worker: z.string(),
  natsUrl: z.string(),
  jwt: z.string(),
  installation: z.string(),
  secretsKey: z.string(),
});
export type JoinAnswer = z.infer<typeof joinAnswer>;
