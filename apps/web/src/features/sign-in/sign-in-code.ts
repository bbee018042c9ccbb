/**
 * The one-time code of a sign-in link (`/sign-in#code=CODE`), taken out of the address, so that it stays neither in the
 * address bar nor in the history. Undefined the second time.
 */
export function takeSignInCode(): string | undefined {
  const { hash, pathname, search } = window.location;
  const code = new URLSearchParams(hash.slice(1)).get('code') ?? undefined;
  if (code !== undefined) window.history.replaceState(window.history.state, '', pathname + search);
  return code;
}
