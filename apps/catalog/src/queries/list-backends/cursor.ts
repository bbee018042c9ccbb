const version = 'b1:';

/** An opaque cursor behind the backend of that name. */
export const cursorOf = (name: string): string =>
  Buffer.from(`${version}${name.toLowerCase()}`, 'utf8').toString('base64url');

/** The key that a cursor stands for; null where it is none of ours. */
export function keyOfCursor(cursor: string): string | null {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  return text.startsWith(version) && text.length > version.length ? text.slice(version.length) : null;
}
