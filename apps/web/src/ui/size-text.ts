/** MiB in the unit that reads best: "23.5 GiB". */
export function sizeOf(mib: number, language: string): string {
  const [value, unit] = mib >= 1_048_576 ? [mib / 1_048_576, 'TiB'] : mib >= 1024 ? [mib / 1024, 'GiB'] : [mib, 'MiB'];
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(value)} ${unit}`;
}
