import { createHash, randomBytes } from 'node:crypto';
import zlib from 'node:zlib';

/** Bytes a registry serves under their digest. */
export interface Blob {
  readonly digest: string;
  readonly bytes: Buffer;
  readonly mediaType: string;
}

/** An image as a registry holds it. */
export interface TestImage {
  readonly manifest: Blob;
  readonly blobs: readonly Blob[];
}

const docker = 'application/vnd.docker';

/** An image that has never been seen before: layers of random bytes, one file each. It cannot run. */
export function randomImage(layerSizes: readonly number[]): TestImage {
  const archives = layerSizes.map((size, index) => tarOf(`layer-${index}`, randomBytes(size)));
  const layers = archives.map((tar) => blob(zlib.gzipSync(tar, { level: 0 }), `${docker}.image.rootfs.diff.tar.gzip`));
  const config = jsonBlob(`${docker}.container.image.v1+json`, {
    architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
    os: 'linux',
    config: { Cmd: ['/none'] },
    rootfs: { type: 'layers', diff_ids: archives.map(digestOf) },
  });
  const mediaType = `${docker}.distribution.manifest.v2+json`;
  const manifest = { schemaVersion: 2, mediaType, config: descriptor(config), layers: layers.map(descriptor) };
  return { manifest: jsonBlob(mediaType, manifest), blobs: [config, ...layers] };
}

const digestOf = (bytes: Buffer): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const blob = (bytes: Buffer, mediaType: string): Blob => ({ bytes, mediaType, digest: digestOf(bytes) });
const jsonBlob = (mediaType: string, value: unknown): Blob => blob(Buffer.from(JSON.stringify(value)), mediaType);
const descriptor = ({ mediaType, digest, bytes }: Blob) => ({ mediaType, digest, size: bytes.length });

const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0');

/** A tar archive of one file. */
function tarOf(name: string, content: Buffer): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(`${octal(0o644, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0`, 100);
  header.write(`${octal(content.length, 11)}\0${octal(0, 11)}\0`, 124);
  header.write('        0', 148);
  header.write('ustar\u000000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${octal(sum, 6)}\0 `, 148);
  const padding = Buffer.alloc((512 - (content.length % 512)) % 512);
  return Buffer.concat([header, content, padding, Buffer.alloc(1024)]);
}
