import type { BackendVersion } from '@enginehouse/contracts';

const pattern = /^withdrawn by [a-z0-9][a-z0-9._-]{0,62} on \d{4}-\d{2}-\d{2}$/;

/** Why a version is hidden from new deployments that its source no longer has; `date` is of the form `2026-11-23`. */
export const withdrawnMark = (source: string, date: string): string => `withdrawn by ${source} on ${date}`;

/** Whether a deprecation was written by {@link withdrawnMark}, and by nobody else. */
export const isWithdrawnMark = (text: string | undefined): boolean => text !== undefined && pattern.test(text);

/** The version as it was before it was marked: a mark is nobody's edit. */
export function withoutMark(yours: BackendVersion, base: BackendVersion | undefined): BackendVersion {
  if (!isWithdrawnMark(yours.deprecated)) return yours;
  const { deprecated: _mark, ...version } = yours;
  return base?.deprecated === undefined ? version : { ...version, deprecated: base.deprecated };
}
