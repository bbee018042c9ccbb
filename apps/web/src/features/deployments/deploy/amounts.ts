const units: Readonly<Record<string, number>> = { '': 1024, k: 1 / 1024, m: 1, g: 1024, t: 1_048_576 };
const amount = /^(\d+(?:[.,]\d+)?)\s*(?:([kmgt])i?b?)?$/i;

/** An amount of memory in MiB: "16", "16 GiB", "512M". Without a unit it is GiB. Undefined for no text, NaN for what is none. */
export function mibOf(text: string): number | undefined {
  if (text.trim() === '') return undefined;
  const [, value, unit = ''] = amount.exec(text.trim()) ?? [];
  if (value === undefined) return Number.NaN;
  return Math.round(Number(value.replace(',', '.')) * (units[unit.toLowerCase()] ?? Number.NaN));
}

/** The number that a text says. Undefined for no text, NaN for what is none. */
export const numberOf = (text: string): number | undefined => (text.trim() === '' ? undefined : Number(text.trim()));
