import { err, ok, type ImageFacts, type Problem, type Result } from '@enginehouse/contracts';
import { digestOf, firstMismatch } from './digests.js';
import { factsOfConfig } from './image-config.js';
import { manifestAccept, manifestOf, type ImageManifest, type Manifest } from './manifest.js';
import { notWhatItSays, registryUnavailable } from './registry-problems.js';
import { jsonOf, RegistrySession, type SessionOptions } from './registry-session.js';

const maxManifestBytes = 4 * 1024 * 1024;
const maxConfigBytes = 8 * 1024 * 1024;

interface Named {
  readonly digest: string;
  readonly manifest: Manifest;
}

/** The digest that a reference means now. */
export async function readDigest(options: SessionOptions): Promise<Result<string, Problem>> {
  const { reference, digest } = options.address;
  const named = await readManifest(new RegistrySession(options), options, { reference, digest });
  return named.ok ? ok(named.value.digest) : named;
}

/** What a registry says about an image, without its layers. */
export async function readFacts(options: SessionOptions): Promise<Result<ImageFacts, Problem>> {
  const session = new RegistrySession(options);
  const { reference, digest } = options.address;
  const named = await readManifest(session, options, { reference, digest });
  if (!named.ok) return named;
  const image = await chosenImage(session, options, named.value.manifest);
  if (!image.ok) return image;
  const config = await readConfig(session, options, image.value);
  if (!config.ok) return config;
  const { manifest } = named.value;
  const platforms = manifest.kind === 'index' ? [...manifest.platforms] : config.value.platforms;
  const sizeBytes = image.value.layers.reduce((sum, layer) => sum + layer.size, 0);
  return ok({ ...config.value, image: options.image, digest: named.value.digest, platforms, sizeBytes });
}

async function readManifest(
  session: RegistrySession,
  { address }: SessionOptions,
  { reference, digest }: { readonly reference: string; readonly digest: string | null },
): Promise<Result<Named, Problem>> {
  const answer = await session.read(`manifests/${reference}`, manifestAccept, maxManifestBytes);
  if (!answer.ok) return answer;
  const { headers, body } = answer.value;
  const mismatch = firstMismatch(body, [digest, headers['docker-content-digest']]);
  if (mismatch !== null) return err(notWhatItSays(address.url, `manifest ${reference}`, mismatch));
  const manifest = manifestOf(headers['content-type'] ?? '', jsonOf(body));
  if (manifest === null) return err(noManifest(address.url, reference, headers['content-type'] ?? 'nothing'));
  return ok({ digest: digest ?? digestOf(body), manifest });
}

async function chosenImage(
  session: RegistrySession,
  options: SessionOptions,
  manifest: Manifest,
): Promise<Result<ImageManifest, Problem>> {
  if (manifest.kind === 'image') return ok(manifest.image);
  const { chosen } = manifest;
  const named = await readManifest(session, options, { reference: chosen, digest: chosen });
  if (!named.ok) return named;
  if (named.value.manifest.kind === 'image') return ok(named.value.manifest.image);
  return err(noManifest(options.address.url, chosen, 'an index within an index'));
}

async function readConfig(session: RegistrySession, { address }: SessionOptions, { config }: ImageManifest) {
  const { digest } = config;
  const answer = await session.read(`blobs/${digest}`, '*/*', maxConfigBytes);
  if (!answer.ok) return answer;
  const mismatch = firstMismatch(answer.value.body, [digest]);
  if (mismatch !== null) return err(notWhatItSays(address.url, `blob ${digest}`, mismatch));
  const facts = factsOfConfig(jsonOf(answer.value.body));
  return facts === null ? err(noManifest(address.url, digest, 'no configuration of an image')) : ok(facts);
}

const noManifest = (url: string, reference: string, type: string): Problem =>
  registryUnavailable(`${url} has something under ${reference} that is no image engines can run (${type}).`);
