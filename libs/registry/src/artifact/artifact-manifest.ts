import { err, ok, problemOf, type Problem, type Result } from '@enginehouse/contracts';
import { z } from 'zod';
import { digestText } from '../digests.js';

const manifestTypes = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];
const indexTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];

/** What a registry is asked for. Without the indexes it would answer that there is nothing, where there is one. */
export const artifactAccept = [...manifestTypes, ...indexTypes].join(', ');

const layer = z.object({
  digest: digestText,
  size: z.number().int().min(0),
  annotations: z.record(z.string(), z.string()).nullish().catch(null),
});
const artifactManifest = z.object({ layers: z.array(layer).min(1) });

/** A file of an artifact: a layer with a name. */
export interface ArtifactLayer {
  readonly name: string;
  readonly digest: string;
  /** Bytes. */
  readonly size: number;
}

/** Reads the files that a manifest names, as `oras push` writes it. `what` is how the artifact is called in messages. */
export function layersOf(mediaType: string, json: unknown, what: string): Result<readonly ArtifactLayer[], Problem> {
  const type = mediaType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (indexTypes.includes(type)) return err(unreadable(`${what} is an index of several artifacts.`, hints.index));
  const read = artifactManifest.safeParse(manifestTypes.includes(type) ? json : null);
  if (!read.success)
    return err(unreadable(`${what} is no artifact with files (${type || 'no media type'}).`, hints.push));
  const names = new Set<string>();
  const layers: ArtifactLayer[] = [];
  for (const { digest, size, annotations } of read.data.layers) {
    const name = annotations?.['org.opencontainers.image.title'];
    const fault = faultOf(name, annotations ?? {}, names);
    if (name === undefined || fault !== null) return err(unreadable(`${what}: ${fault}.`, hints.push));
    names.add(name);
    layers.push({ name, digest, size });
  }
  return ok(layers);
}

const hints = {
  index: 'Name one of them by its digest: registry/name@sha256:...',
  push: 'Push the files themselves, each under its name: oras push registry/name:tag index.yaml',
} as const;

const unreadable = (detail: string, hint: string): Problem => problemOf('source-invalid', detail, { hint });

function faultOf(
  name: string | undefined,
  annotations: Readonly<Record<string, string>>,
  names: ReadonlySet<string>,
): string | null {
  if (name === undefined) return 'a layer has no file name (annotation org.opencontainers.image.title)';
  if (annotations['io.deis.oras.content.unpack'] === 'true') return `${shown(name)} is a packed folder`;
  if (!isPlainPath(name)) return `${shown(name)} is no name of a file`;
  return names.has(name) ? `it has two files ${shown(name)}` : null;
}

const shown = (name: string): string => JSON.stringify(name.slice(0, 200));

/** A relative path that stays where it is put. */
const isPlainPath = (name: string): boolean =>
  name.length <= 1000 &&
  !/[\\\p{Cc}]/u.test(name) &&
  name.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
