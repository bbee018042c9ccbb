import { z } from 'zod';

/** The accelerator runtimes a version can need. */
export const frameworks = ['cuda', 'rocm', 'cann', 'musa', 'dtk', 'maca', 'corex', 'neuware', 'hggc', 'cpu'] as const;

export const backendSource = z.enum(['built_in', 'community', 'custom']);
export type BackendSource = z.infer<typeof backendSource>;

const text = z.string();
const environment = z.record(z.string(), z.string());

/** One image of a version and the framework it needs. A user's version has exactly one; a built-in's may have several. */
export const versionImage = z.object({ framework: text, image_name: text });
export type VersionImage = z.infer<typeof versionImage>;

/** One named, runnable configuration of a backend. Versions are a list, not a map: their order of declaration counts, and objects reorder integer-like keys. */
export const backendVersion = z.object({
  name: text,
  images: z.array(versionImage).min(1),
  run_command: text.optional(),
  entrypoint: text.optional(),
  env: environment.optional(),
  /** True for the versions that come with a built-in backend; they are not the user's to change. */
  built_in: z.boolean().optional(),
  /** Set when the version is hidden from new deployments; the text says why or what to use. */
  deprecated: text.optional(),
});
export type BackendVersion = z.infer<typeof backendVersion>;

/** What a backend is, in GPUStack's field names (product row B4); `versions` is its `version_configs`. */
export const backendDefinition = z.object({
  backend_name: text,
  description: text.optional(),
  icon: text.optional(),
  health_check_path: text.optional(),
  default_version: text.optional(),
  default_run_command: text.optional(),
  default_entrypoint: text.optional(),
  default_env: environment.optional(),
  default_backend_param: z.array(text).optional(),
  common_parameters: z.array(text).optional(),
  parameter_format: z.enum(['space', 'equal']).optional(),
  versions: z.array(backendVersion),
});
export type BackendDefinition = z.infer<typeof backendDefinition>;

/** The fields of a backend that `DescribeBackend` changes one by one. `null` clears a field. */
export const backendFields = backendDefinition
  .omit({ backend_name: true, versions: true, default_version: true })
  .extend({
    description: text.nullable(),
    icon: text.nullable(),
    health_check_path: text.nullable(),
    default_run_command: text.nullable(),
    default_entrypoint: text.nullable(),
    default_env: environment.nullable(),
    default_backend_param: z.array(text).nullable(),
    common_parameters: z.array(text).nullable(),
    parameter_format: z.enum(['space', 'equal']).nullable(),
  })
  .partial()
  .strict();
export type BackendFields = z.infer<typeof backendFields>;

/** The fields of a version that `EditVersion` changes one by one. `null` clears a field, and in `env` a variable. */
export const versionFields = z
  .object({
    images: z.array(versionImage.strict()).min(1),
    run_command: text.nullable(),
    entrypoint: text.nullable(),
    env: z.record(z.string(), text.nullable()).nullable(),
  })
  .partial()
  .strict();
export type VersionFields = z.infer<typeof versionFields>;

/** The part of a definition that decides how a container runs; this much of a pinned revision travels with a deployment. */
export const runnableDefinition = backendDefinition.omit({
  description: true,
  icon: true,
  common_parameters: true,
  default_backend_param: true,
});
export type RunnableDefinition = z.infer<typeof runnableDefinition>;
