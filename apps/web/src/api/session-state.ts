/** What the page knows of its session beside the cookie, which it cannot read. */
let token: string | undefined;
const listeners = new Set<() => void>();

/** The proof that a change comes from this page; goes with every request that changes something. */
export const csrfToken = (): string | undefined => token;

export function setCsrfToken(value: string | undefined): void {
  token = value;
}

/** Tells everybody who wants to know that the session is over. */
export function sessionEnded(): void {
  listeners.forEach((tell) => tell());
}

export function onSessionEnd(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
