/** A picture that a browser can show. */
export interface Picture {
  readonly bytes: Buffer;
  readonly type: string;
}

const beginnings: readonly (readonly [type: string, isThis: (bytes: Buffer) => boolean])[] = [
  ['image/png', (bytes) => bytes.subarray(0, 8).equals(Buffer.from('\u0089PNG\r\n\u001A\n', 'latin1'))],
  ['image/jpeg', (bytes) => bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))],
  ['image/gif', (bytes) => /^GIF8[79]a/.test(bytes.toString('latin1', 0, 6))],
  ['image/webp', (bytes) => /^RIFF....WEBP/s.test(bytes.toString('latin1', 0, 12))],
  [
    'image/svg+xml',
    (bytes) => /^\uFEFF?\s*<(?:\?xml|!--|!DOCTYPE|svg)/i.test(bytes.toString('utf8')) && bytes.includes('<svg'),
  ],
];
const dataUrl = /^data:image\/[\w.+-]+((?:;[\w.=+-]+)*),/i;
const base64 = /^[A-Za-z0-9+/\s]+={0,2}\s*$/;

/** The picture that a definition's `icon` holds, as a `data:` address or bare base64; its type is what its bytes say. */
export function pictureIn(icon: string | undefined): Picture | undefined {
  const bytes = icon === undefined ? undefined : bytesOf(icon.trim());
  const type = bytes && beginnings.find(([, isThis]) => isThis(bytes))?.[0];
  return bytes && type !== undefined ? { bytes, type } : undefined;
}

function bytesOf(icon: string): Buffer | undefined {
  const address = dataUrl.exec(icon);
  if (!address) return base64.test(icon) ? Buffer.from(icon, 'base64') : undefined;
  const rest = icon.slice(address[0].length);
  return /;base64$/i.test(address[1] ?? '') ? Buffer.from(rest, 'base64') : unescaped(rest);
}

function unescaped(text: string): Buffer | undefined {
  try {
    return Buffer.from(decodeURIComponent(text), 'utf8');
  } catch {
    return undefined;
  }
}
