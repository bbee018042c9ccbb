import { InvalidArgumentError } from 'commander';

/** Collects an option that may be given several times. */
export const collect = (value: string, before: readonly string[] = []): string[] => [...before, value];

/** `KEY=VALUE`; the value may hold anything, also `=`. */
export function keyValue(value: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const at = value.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('It must be KEY=VALUE.');
  return { ...before, [value.slice(0, at)]: value.slice(at + 1) };
}

/** A whole number of at least `least`. */
export const wholeNumber =
  (least: number) =>
  (value: string): number => {
    const number = Number(value);
    if (/^\d+$/.test(value) && Number.isSafeInteger(number) && number >= least) return number;
    throw new InvalidArgumentError(`It must be a whole number of at least ${least}.`);
  };

/** A positive number, such as CPUs: `0.5`. */
export function positiveNumber(value: string): number {
  const number = Number(value);
  if (value.trim() !== '' && Number.isFinite(number) && number > 0) return number;
  throw new InvalidArgumentError('It must be a number above 0.');
}

const mib: Readonly<Record<string, number>> = { '': 1, m: 1, mi: 1, mib: 1, g: 1024, gi: 1024, gib: 1024 };

/** An amount of memory in MiB: `512`, `512MiB`, `16GiB`, `16g`. */
export function memoryMib(value: string): number {
  const [, digits = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-zA-Z]*)$/.exec(value.trim()) ?? [];
  const factor = mib[unit.toLowerCase()];
  if (digits === '' || factor === undefined) throw new InvalidArgumentError('It must be like 512MiB or 16GiB.');
  const amount = Math.round(Number(digits) * factor);
  if (amount < 1) throw new InvalidArgumentError('It must be at least 1 MiB.');
  return amount;
}

const seconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** A duration in seconds: `90s`, `15m`, `12h`, `30d`. */
export function durationSeconds(value: string): number {
  const [, digits = '', unit = ''] = /^(\d+)([smhd])$/.exec(value.trim()) ?? [];
  const factor = seconds[unit];
  if (factor === undefined || Number(digits) < 1)
    throw new InvalidArgumentError('It must be like 90s, 15m, 12h or 30d.');
  return Number(digits) * factor;
}
