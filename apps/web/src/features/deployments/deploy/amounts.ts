const units: Readonly<Record<string, number>> = { '': 1024, k: 1 / 1024, m: 1, g: 1024, t: 1_048_576 };
/** Powers of a thousand, as disks and shops count. */
const bytes: Readonly<Record<string, number>> = { kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12 };
const bytesPerMib = 1_048_576;
const amount = /^(\d+(?:[.,]\d+)?)\s*([kmgt]?)(i?b?)$/i;

/** An amount of memory in MiB: "16", "16 GiB", "512M", and "16 GB", which is less. Without a unit it is GiB. Undefined for no text, NaN for what is none. */
export function mibOf(text: string): number | undefined {
  if (text.trim() === '') return undefined;
  const [, value, prefix = '', suffix = ''] = amount.exec(text.trim().toLowerCase()) ?? [];
  if (value === undefined || (prefix === '' && suffix !== '')) return Number.NaN;
  const decimal = bytes[prefix + suffix];
  const mib = decimal === undefined ? units[prefix] : decimal / bytesPerMib;
  return Math.round(Number(value.replace(',', '.')) * (mib ?? Number.NaN));
}

/** The number that a text says. Undefined for no text, NaN for what is none. */
export const numberOf = (text: string): number | undefined => (text.trim() === '' ? undefined : Number(text.trim()));
