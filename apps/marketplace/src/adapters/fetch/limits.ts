/** What a source may have at most, and how long one request may take. */
export const limits = {
  /** Bytes of all files together, and of what is transferred over HTTP. */
  maxBytes: 8 * 1024 * 1024,
  maxFiles: 5000,
  /** Bytes that a git repository may send: one commit, with whatever else is in it. */
  maxTransfer: 64 * 1024 * 1024,
  /** Milliseconds for one request, from the resolving of the name to the last byte. */
  requestMs: 10_000,
  /** Milliseconds for all that one fetch does; less than a sync may take. */
  fetchMs: 45_000,
} as const;

export type FetchLimits = { readonly [Name in keyof typeof limits]: number };
