/** What a source may have at most, and how long one request may take. */
export const limits = {
  /** Bytes of all files together, and of what is transferred over HTTP. */
  maxBytes: 8 * 1024 * 1024,
  maxFiles: 5000,
  /** Milliseconds for one request, from the resolving of the name to the last byte. */
  requestMs: 10_000,
  /** Milliseconds for all that one fetch does. */
  fetchMs: 60_000,
} as const;

export type FetchLimits = { readonly [Name in keyof typeof limits]: number };
