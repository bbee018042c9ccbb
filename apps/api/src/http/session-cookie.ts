import { headerOf, type EdgeRequest } from './call.js';

const name = 'enginehouse_session';

/**
 * The cookie's name. Browsers take one that begins with `__Host-` only over TLS and from this very host, so that no
 * neighbouring host can slip in its own.
 */
export const sessionCookieName = (isSecure: boolean): string => (isSecure ? `__Host-${name}` : name);

/** The value of the session's cookie, as it was sent. */
export function readSessionCookie(request: EdgeRequest): string | undefined {
  const sought = `${sessionCookieName(request.secure)}=`;
  const pairs = (headerOf(request, 'cookie') ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(sought))?.slice(sought.length) || undefined;
}

/** A `Set-Cookie` that gives the browser a session, which no script can read and no other site can use. */
export function sessionCookie(value: string, { isSecure, until }: { isSecure: boolean; until: number }): string {
  const seconds = Math.max(0, Math.floor((until - Date.now()) / 1000));
  const only = isSecure ? '; Secure' : '';
  return `${sessionCookieName(isSecure)}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${only}`;
}

/** A `Set-Cookie` that has the browser forget its session. */
export const forgottenCookie = (isSecure: boolean): string => sessionCookie('', { isSecure, until: 0 });
