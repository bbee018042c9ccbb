import type { ImageFacts } from '@enginehouse/contracts';
import { z } from 'zod';
import { platformText } from './manifest.js';

const words = z.array(z.string()).nullable().catch(null);
/** An empty text says as little as none. */
const text = z.string().min(1).nullable().catch(null);

const inner = z.object({
  Entrypoint: words,
  Cmd: words,
  WorkingDir: text,
  User: text,
  Env: z.array(z.string()).catch([]),
  ExposedPorts: z.record(z.string(), z.unknown()).catch({}),
  Labels: z.record(z.string(), z.string()).catch({}),
});

/** An image's configuration; whatever a builder got wrong in a field is as if it had left it out. */
const imageConfig = z.object({
  os: text,
  architecture: text,
  variant: text,
  created: text,
  config: inner.catch(inner.parse({})),
});

/** What a configuration says about its image; null where it is none. */
export function factsOfConfig(json: unknown): Omit<ImageFacts, 'image' | 'digest' | 'sizeBytes'> | null {
  const read = imageConfig.safeParse(json);
  if (!read.success) return null;
  const { created, config, ...platform } = read.data;
  return {
    platforms: platformsOf(platform),
    entrypoint: config.Entrypoint,
    command: config.Cmd,
    workingDirectory: config.WorkingDir,
    user: config.User,
    env: Object.fromEntries(config.Env.map(variableOf)),
    exposedPorts: Object.keys(config.ExposedPorts),
    labels: config.Labels,
    createdAt: created,
  };
}

function platformsOf({ os, architecture, variant }: Record<'os' | 'architecture' | 'variant', string | null>) {
  if (os === null || architecture === null) return [];
  return [platformText({ os, architecture, ...(variant !== null && { variant }) })];
}

function variableOf(assignment: string): readonly [string, string] {
  const at = assignment.indexOf('=');
  return at < 0 ? [assignment, ''] : [assignment.slice(0, at), assignment.slice(at + 1)];
}
