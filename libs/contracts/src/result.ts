/** The outcome of something that is expected to fail sometimes: a value, or the reason there is none. */
export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

/** Wraps a value as a successful result. */
export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

/** Wraps an expected failure as a result. */
export const err = <E>(error: E): { readonly ok: false; readonly error: E } => ({ ok: false, error });
