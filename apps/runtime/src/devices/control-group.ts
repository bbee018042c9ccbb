/** The files of a control group that limit processors and memory, as far as they exist. */
export interface ControlGroupFiles {
  /** Version 2: `cpu.max`, `memory.max`. */
  readonly cpuMax?: string;
  readonly memoryMax?: string;
  /** Version 1: `cpu.cfs_quota_us`, `cpu.cfs_period_us`, `memory.limit_in_bytes`. */
  readonly cfsQuota?: string;
  readonly cfsPeriod?: string;
  readonly memoryLimit?: string;
}

/** What a control group allows; null where it sets no limit. */
export interface ControlGroupLimits {
  readonly cpus: number | null;
  readonly memoryMib: number | null;
}

const mebibyte = 1_048_576;
/** Version 1 writes "no limit" as the largest number of pages. */
const noLimitMib = 2 ** 40;

/** Reads the limits of either version. */
export function controlGroupLimits(files: ControlGroupFiles): ControlGroupLimits {
  const [quota, period] = (files.cpuMax ?? `${files.cfsQuota ?? ''} ${files.cfsPeriod ?? ''}`).trim().split(/\s+/);
  const memory = positive(files.memoryMax ?? files.memoryLimit);
  const memoryMib = memory === null ? null : Math.floor(memory / mebibyte);
  return {
    cpus: share(positive(quota), positive(period)),
    memoryMib: memoryMib === null || memoryMib >= noLimitMib ? null : memoryMib,
  };
}

/** `max`, `-1` and nothing are no limits. */
function positive(text: string | undefined): number | null {
  const value = Number(text?.trim() || Number.NaN);
  return Number.isFinite(value) && value > 0 ? value : null;
}

const share = (quota: number | null, period: number | null): number | null =>
  quota === null || period === null ? null : quota / period;

/** The tighter of two limits, where there is a second one. */
export const atMost = (has: number, limit: number | null): number => (limit === null ? has : Math.min(has, limit));
