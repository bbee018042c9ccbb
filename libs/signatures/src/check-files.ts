import { err, ok, type Result } from '@enginehouse/contracts';
import { checksumFaults, parseChecksums, type PublishedFile } from './checksums.js';
import type { SignatureFailure } from './failure.js';
import { parsePublicKey, type PublicKey } from './public-key.js';
import { parseSignature, type Signature } from './signature.js';
import { verify } from './verify.js';

/** Names every file of a folder that is signed, with its digest. */
export const checksumsName = 'SHA256SUMS';
/** Ends the name of a signature; before it stands the name of the file that is signed. */
export const signatureSuffix = '.minisig';
/** Where a publisher may show the key; it proves nothing, and need not be in the list. */
export const shownKeyName = 'minisign.pub';

/** What the signature over a single file, or over the list of a folder's files, comes to. */
export type FilesCheck =
  | { readonly kind: 'unsigned' }
  | {
      readonly kind: 'signed';
      readonly key: PublicKey;
      readonly trustedComment: string;
      /** `SHA256SUMS`, or the single file. */
      readonly signedFile: string;
    }
  /** Signed with none of the keys; `shown` is the key itself, where the files hold it. */
  | { readonly kind: 'unknown-key'; readonly keyId: string; readonly shown: PublicKey | null }
  | { readonly kind: 'invalid'; readonly detail: string };

/**
 * Checks published files against keys. A single file `X` is signed by `X.minisig` beside it; several are signed by
 * `SHA256SUMS.minisig`, and then `SHA256SUMS` must name every file that is there, and every file it names must be there
 * unchanged.
 */
export function checkFiles(files: readonly PublishedFile[], keys: readonly PublicKey[]): FilesCheck {
  const paths = new Set(files.map(({ path }) => path));
  if (paths.size < files.length) return invalid('Two files have the same path.');
  const signed = signedFileOf(files);
  if (!signed.ok) return invalid(signed.error.detail);
  return signed.value ? checkSigned(signed.value, files, keys) : { kind: 'unsigned' };
}

interface SignedFile {
  readonly file: PublishedFile;
  readonly signature: PublishedFile;
}

/** Which file the signature is over; undefined where there is none. */
function signedFileOf(files: readonly PublishedFile[]): Result<SignedFile | undefined, SignatureFailure> {
  const signatures = files.filter(({ path }) => path.endsWith(signatureSuffix));
  const [signature] = signatures;
  if (!signature) return ok(undefined);
  const overList = signatures.find(({ path }) => path === `${checksumsName}${signatureSuffix}`);
  if (overList) return paired(overList, files);
  const content = files.filter((file) => !signatures.includes(file) && !isAside(file));
  if (content.length <= 1) return paired(signature, files);
  const detail = `${signature.path} signs one file, and there are ${content.length}: a folder is signed with ${checksumsName} and ${checksumsName}${signatureSuffix}.`;
  return err({ code: 'wrong-files', detail });
}

function paired(signature: PublishedFile, files: readonly PublishedFile[]): Result<SignedFile, SignatureFailure> {
  const path = signature.path.slice(0, -signatureSuffix.length);
  const file = files.find((each) => each.path === path);
  if (file) return ok({ file, signature });
  return err({ code: 'wrong-files', detail: `${signature.path} is there, and ${path}, which it signs, is not.` });
}

const isAside = ({ path }: PublishedFile): boolean => path === shownKeyName || path === checksumsName;

function checkSigned(
  { file, signature }: SignedFile,
  files: readonly PublishedFile[],
  keys: readonly PublicKey[],
): FilesCheck {
  const parsed = parseSignature(textOf(signature));
  if (!parsed.ok) return invalid(`${signature.path}: ${parsed.error.detail}`);
  const verified = verify(file.bytes, parsed.value, keys);
  if (!verified.ok && verified.error.code === 'unknown-key') return unknown(file, parsed.value, files);
  if (!verified.ok) return invalid(`${signature.path}: ${verified.error.detail}`);
  const fault = file.path === checksumsName ? listFault(file, files) : undefined;
  return fault === undefined ? { kind: 'signed', ...verified.value, signedFile: file.path } : invalid(fault);
}

/** Where the key is shown, it can be told at least whether the signature would be right with it. */
function unknown(file: PublishedFile, signature: Signature, files: readonly PublishedFile[]): FilesCheck {
  const keyFile = files.find(({ path }) => path === shownKeyName);
  const shown = keyFile && parsePublicKey(textOf(keyFile));
  const key = shown?.ok && shown.value.id === signature.keyId ? shown.value : null;
  const verified = key && verify(file.bytes, signature, [key]);
  if (verified && !verified.ok) return invalid(`${file.path}${signatureSuffix}: ${verified.error.detail}`);
  return { kind: 'unknown-key', keyId: signature.keyId, shown: key };
}

const mostNamed = 3;

function listFault(list: PublishedFile, files: readonly PublishedFile[]): string | undefined {
  const sums = parseChecksums(textOf(list));
  if (!sums.ok) return `${checksumsName}: ${sums.error.detail}`;
  const aside = new Set([checksumsName, `${checksumsName}${signatureSuffix}`]);
  const listed = files.filter(({ path }) => !aside.has(path) && (path !== shownKeyName || sums.value.has(path)));
  const faults = checksumFaults(sums.value, listed);
  if (faults.length === 0) return undefined;
  const more = faults.length > mostNamed ? `, and ${faults.length - mostNamed} more` : '';
  return `The files are not those of ${checksumsName}: ${faults.slice(0, mostNamed).join(', ')}${more}.`;
}

const textOf = ({ bytes }: PublishedFile): string => new TextDecoder().decode(bytes);

const invalid = (detail: string): FilesCheck => ({ kind: 'invalid', detail });
