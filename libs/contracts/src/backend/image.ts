import { z } from 'zod';

/** What the registry says about an image. `digest` is what the tag means now; for several platforms, that of the index. */
export const imageFacts = z.object({
  image: z.string(),
  digest: z.string(),
  /** `linux/amd64`, ... */
  platforms: z.array(z.string()),
  entrypoint: z.array(z.string()).nullable(),
  command: z.array(z.string()).nullable(),
  workingDirectory: z.string().nullable(),
  user: z.string().nullable(),
  env: z.record(z.string(), z.string()),
  exposedPorts: z.array(z.string()),
  labels: z.record(z.string(), z.string()),
  /** Sum of the compressed layers, bytes; 0 where the registry does not say. */
  sizeBytes: z.number().int(),
  createdAt: z.string().nullable(),
});
export type ImageFacts = z.infer<typeof imageFacts>;

/** What became of one image's tag. `locked` is null where the version names no digest. */
export const imageUpdate = z.object({
  version: z.string(),
  framework: z.string(),
  image: z.string(),
  /** The reference without its digest: what is asked again. */
  tag: z.string(),
  locked: z.string().nullable(),
  current: z.string().nullable(),
  status: z.enum(['unchanged', 'moved', 'unlocked', 'gone', 'unknown']),
  detail: z.string(),
});
export type ImageUpdate = z.infer<typeof imageUpdate>;
