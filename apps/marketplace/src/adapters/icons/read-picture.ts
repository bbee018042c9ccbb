import { err, ok, type Result } from '@enginehouse/contracts';

/** A picture as its author sent it. */
export interface Picture {
  readonly bytes: Buffer;
  /** It is drawn from a description (SVG). */
  readonly isDrawing: boolean;
}

/** The most bytes that an icon may have. */
export const maxIconBytes = 256 * 1024;

/** Reads an icon from a `data:` URL or bare base64. What kind of picture it is, its content says; a refusal is a sentence. */
export function readPicture(icon: string): Result<Picture, string> {
  // Written out byte by byte as %XX it is three times as long.
  if (icon.length > 3 * maxIconBytes + 1000) return err(tooLarge);
  const bytes = bytesOf(icon.trim());
  if (bytes === undefined) return err(notAnIcon);
  if (bytes.length > maxIconBytes) return err(tooLarge);
  if (isPixels(bytes)) return ok({ bytes, isDrawing: false });
  const text = textOf(bytes);
  if (text !== undefined && declaresThings.test(text)) return err('An SVG with entities of its own is not read.');
  return text !== undefined && startsAsSvg(text) ? ok({ bytes, isDrawing: true }) : err(unknownKind);
}

const tooLarge = 'It is larger than 256 KiB.';
const unknownKind = 'It is no PNG, JPEG, WebP, GIF or SVG.';
const notAnIcon = 'An icon is a data: URL or base64, part of the index itself; addresses are not fetched.';

function bytesOf(icon: string): Buffer | undefined {
  const url = /^data:([^,]{0,200}),/i.exec(icon);
  if (url === null) return decodeBase64(icon);
  const [start, header = ''] = url;
  const content = icon.slice(start.length);
  const text = unescaped(content);
  return /;\s*base64\s*$/i.test(header) ? decodeBase64(text) : Buffer.from(text, 'utf8');
}

function decodeBase64(text: string): Buffer | undefined {
  const joined = text.replaceAll(/\s+/g, '');
  return /^[A-Za-z0-9+/_-]+={0,2}$/.test(joined) ? Buffer.from(joined, 'base64') : undefined;
}

/** Many write their SVG as it is, with a % that escapes nothing. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const isPixels = (bytes: Buffer): boolean =>
  bytes.subarray(0, 8).equals(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')) ||
  bytes.subarray(0, 3).equals(Buffer.of(0xff, 0xd8, 0xff)) ||
  /^GIF8[79]a/.test(bytes.toString('latin1', 0, 6)) ||
  /^RIFF[^]{4}WEBP/.test(bytes.toString('latin1', 0, 12));

function textOf(bytes: Buffer): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

/** An SVG begins with its element; only a prologue, comments and a document type come before. */
function startsAsSvg(text: string): boolean {
  let rest = text.trimStart();
  for (;;) {
    const end = rest.startsWith('<!--') ? '-->' : /^<[?!]/.test(rest) ? '>' : undefined;
    if (end === undefined) return /^<(?:[A-Za-z][\w.-]*:)?svg[\s/>]/.test(rest);
    const at = rest.indexOf(end);
    if (at < 0) return false;
    rest = rest.slice(at + end.length).trimStart();
  }
}

/**
 * Entities can stand for other files, and for texts without end. In another encoding they could be written differently;
 * the library reads no other file for them either, and limits what they become.
 */
const declaresThings = /<!ENTITY|<!DOCTYPE[^>]*\[/i;
