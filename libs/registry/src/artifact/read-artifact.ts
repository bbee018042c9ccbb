import { err, ok, problemOf, type Problem, type Result } from '@enginehouse/contracts';
import { checkAddress, type AddressPolicy, type Resolver } from '@enginehouse/fenced-http';
import { digestOf, firstMismatch } from '../digests.js';
import { imageAddress, type ImageAddress } from '../image-address.js';
import { notWhatItSays } from '../registry-problems.js';
import { jsonOf, RegistrySession, type RegistryAccount } from '../registry-session.js';
import { artifactAccept, layersOf, type ArtifactLayer } from './artifact-manifest.js';

const maxManifestBytes = 4 * 1024 * 1024;
const atOnce = 4;

/** What to read of an artifact, and how far that may go. */
export interface ArtifactOptions {
  /** `public` is https only, and never inside a network. */
  readonly policy: AddressPolicy;
  readonly account: RegistryAccount | null;
  /** The digest that was read last; while the reference means it still, nothing is read. */
  readonly knownDigest: string | null;
  /** Which files are wanted, by their names; the others are not read. */
  readonly isWanted: (name: string) => boolean;
  /** Names of further files that are wanted for what the files hold. */
  readonly alsoWanted?: (files: readonly ArtifactFile[]) => ReadonlySet<string>;
  readonly maxFiles: number;
  /** Bytes of all wanted files together. */
  readonly maxBytes: number;
  /** Milliseconds for each request, and for all of them. */
  readonly requestMs: number;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (bytes: number, total: number | null) => void;
  /** Instead of the system's resolver. */
  readonly resolver?: Resolver | undefined;
}

/** A file of an artifact, checked against its digest. */
export interface ArtifactFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What an artifact holds now. `digest` is that of its manifest. */
export type ReadArtifact =
  | { readonly kind: 'unchanged'; readonly digest: string }
  | { readonly kind: 'fetched'; readonly digest: string; readonly files: readonly ArtifactFile[] };

/** Reads the files of an artifact as `oras push` stores them: layers with a name. Every byte is checked against its digest. */
export async function readArtifact(
  reference: string,
  options: ArtifactOptions,
): Promise<Result<ReadArtifact, Problem>> {
  const address = imageAddress(reference);
  if (address === null) return err(noReference(reference));
  if (address.digest !== null && address.digest === options.knownDigest)
    return ok({ kind: 'unchanged', digest: address.digest });
  return await new ArtifactReading(reference, address, options).read();
}

/** Whether a reference is one, and its registry one that may be asked; nothing is asked. */
export async function checkArtifact(
  reference: string,
  options: Pick<ArtifactOptions, 'policy' | 'requestMs' | 'resolver'>,
): Promise<Result<void, Problem>> {
  const address = imageAddress(reference);
  if (address === null) return err(noReference(reference));
  const { policy, requestMs, resolver } = options;
  return await checkAddress(address.url, {
    policy,
    httpsOnly: policy === 'public',
    timeoutMs: requestMs,
    ...(resolver !== undefined && { resolver }),
  });
}

const noReference = (reference: string): Problem =>
  problemOf('source-invalid', `${JSON.stringify(reference.slice(0, 200))} is no reference of an artifact.`, {
    hint: 'Write registry/name:tag or registry/name@sha256:..., in lower case and without a scheme.',
  });

class ArtifactReading {
  private readonly session: RegistrySession;
  private readonly arrived = new Map<string, number>();

  constructor(
    private readonly reference: string,
    private readonly address: ImageAddress,
    private readonly options: ArtifactOptions,
  ) {
    const { timeoutMs, ...rest } = options;
    this.session = new RegistrySession({ ...rest, image: reference, address, endsAt: Date.now() + timeoutMs });
  }

  async read(): Promise<Result<ReadArtifact, Problem>> {
    const { knownDigest } = this.options;
    const current = knownDigest === null ? ok(null) : await this.currentDigest();
    if (!current.ok) return current;
    if (current.value !== null && current.value === knownDigest) return ok({ kind: 'unchanged', digest: knownDigest });
    const manifest = await this.manifest();
    if (!manifest.ok) return manifest;
    const files = await this.wanted(manifest.value.layers);
    return files.ok ? ok({ kind: 'fetched', digest: manifest.value.digest, files: files.value }) : files;
  }

  private async wanted(layers: readonly ArtifactLayer[]): Promise<Result<readonly ArtifactFile[], Problem>> {
    const { isWanted, alsoWanted } = this.options;
    const chosen = layers.filter(({ name }) => isWanted(name));
    const read = await this.files(chosen);
    const names = (read.ok && alsoWanted?.(read.value)) || new Set();
    const more = layers.filter((layer) => names.has(layer.name) && !chosen.includes(layer));
    if (!read.ok || more.length === 0) return read;
    const further = await this.files(more, chosen);
    return further.ok ? ok([...read.value, ...further.value]) : further;
  }

  /** What the registry says without being asked for the manifest; null where it does not say. */
  private async currentDigest(): Promise<Result<string | null, Problem>> {
    const path = `manifests/${this.address.reference}`;
    const answer = await this.session.read(path, artifactAccept, { method: 'HEAD', maxBytes: 0 });
    return answer.ok ? ok(answer.value.headers['docker-content-digest'] ?? null) : answer;
  }

  private async manifest(): Promise<
    Result<{ readonly digest: string; readonly layers: readonly ArtifactLayer[] }, Problem>
  > {
    const { url, reference, digest } = this.address;
    const answer = await this.session.read(`manifests/${reference}`, artifactAccept, maxManifestBytes);
    if (!answer.ok) return answer;
    const { headers, body } = answer.value;
    const mismatch = firstMismatch(body, [digest, headers['docker-content-digest']]);
    if (mismatch !== null) return err(notWhatItSays(url, `manifest ${reference}`, mismatch));
    const layers = layersOf(headers['content-type'] ?? '', jsonOf(body), this.reference);
    return layers.ok ? ok({ digest: digest ?? digestOf(body), layers: layers.value }) : layers;
  }

  private faultOf(layers: readonly ArtifactLayer[]): Problem | null {
    const { maxFiles, maxBytes } = this.options;
    const size = sizeOf(layers);
    if (layers.length > maxFiles) return tooMuch(this.reference, `${layers.length} files; ${maxFiles} are taken`);
    return size > maxBytes ? tooMuch(this.reference, `${size} bytes; ${maxBytes} are taken`) : null;
  }

  /** A few at a time; the first that fails ends it. All that was read `before` counts too. */
  private async files(
    layers: readonly ArtifactLayer[],
    before: readonly ArtifactLayer[] = [],
  ): Promise<Result<readonly ArtifactFile[], Problem>> {
    const fault = this.faultOf([...before, ...layers]);
    if (fault !== null) return err(fault);
    const total = sizeOf([...before, ...layers]);
    const files: ArtifactFile[] = [];
    for (let from = 0; from < layers.length; from += atOnce) {
      const batch = layers.slice(from, from + atOnce);
      const read = await Promise.all(batch.map((layer) => this.blob(layer, total)));
      for (const file of read) {
        if (!file.ok) return file;
        files.push(file.value);
      }
    }
    return ok(files);
  }

  private async blob({ name, digest, size }: ArtifactLayer, total: number): Promise<Result<ArtifactFile, Problem>> {
    const onProgress = (bytes: number) => {
      this.arrived.set(name, bytes);
      this.options.onProgress?.(
        [...this.arrived.values()].reduce((sum, each) => sum + each, 0),
        total,
      );
    };
    const answer = await this.session.read(`blobs/${digest}`, '*/*', { maxBytes: size, onProgress });
    if (!answer.ok) return answer;
    const mismatch = firstMismatch(answer.value.body, [digest]);
    if (mismatch !== null) return err(notWhatItSays(this.address.url, `blob ${digest}`, mismatch));
    return ok({ name, bytes: answer.value.body });
  }
}

const sizeOf = (layers: readonly ArtifactLayer[]): number => layers.reduce((sum, { size }) => sum + size, 0);

const tooMuch = (reference: string, what: string): Problem => problemOf('input-too-large', `${reference} has ${what}.`);
