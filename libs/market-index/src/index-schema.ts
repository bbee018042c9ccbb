import { entryAbout } from '@enginehouse/contracts';
import { z } from 'zod';
import { indexFormat } from './index-format.js';

const { links, changelog } = entryAbout.shape;

/** Like the contract's, but a field that nobody knows is a mistake: the author meant something by it. */
export const strictAbout = entryAbout
  .extend({
    links: z.array(links.unwrap().element.strict()).max(20).default([]),
    changelog: z.array(changelog.unwrap().element.strict()).max(200).default([]),
  })
  .strict();

const environment = z.record(z.string(), z.string());

const version = z
  .object({
    image_name: z.string().min(1).describe('registry/name:tag, or name@sha256:...'),
    custom_framework: z.string().min(1).describe('cuda, rocm, cann, musa, dtk, maca, corex, neuware, hggc or cpu'),
    run_command: z.string().optional().describe("Instead of the backend's default_run_command"),
    entrypoint: z.string().optional().describe("Instead of the backend's default_entrypoint"),
    env: environment.optional(),
    deprecated: z.string().optional().describe('Hidden from new deployments; the text says why or what to use'),
  })
  .strict();

const backend = z
  .object({
    backend_name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/),
    description: z.string().optional().describe('Markdown'),
    health_check_path: z.string().optional().describe('Default: /v1/models'),
    default_version: z.string().optional(),
    default_run_command: z.string().optional(),
    default_entrypoint: z.string().optional(),
    default_env: environment.optional(),
    default_backend_param: z.array(z.string()).optional(),
    common_parameters: z.array(z.string()).optional(),
    parameter_format: z.enum(['space', 'equal']).optional(),
    version_configs: z.record(z.string().regex(/^[A-Za-z0-9._-]{1,128}$/), version),
  })
  .strict();

const entry = z
  .object({
    backend: backend.describe("The backend, with the field names of GPUStack's YAML"),
    icon: z
      .string()
      .optional()
      .describe('A data: URL or bare base64 of a PNG, JPEG, WebP, GIF or SVG, at most 256 KiB'),
    ...strictAbout.shape,
  })
  .strict();

/** The file of our own index format; what it says is checked beyond that when it is read. */
const indexDocument = z
  .object({ format: z.literal(indexFormat), entries: z.array(entry).max(10_000) })
  .catchall(z.unknown());

/** JSON Schema (draft 2020-12) of our own index format, for editors and for publishers' own checks. */
export const indexJsonSchema = (): object => ({
  $id: `https://enginehouse.dev/schemas/${indexFormat.replace('/', '-')}.json`,
  title: 'An index of inference backends for Enginehouse',
  ...z.toJSONSchema(indexDocument, { io: 'input' }),
});
