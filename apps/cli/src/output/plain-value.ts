/** A value of a definition in words: lists by commas, maps as `name: value` by semicolons, maps in them in brackets. */
export function plainValue(value: unknown): string {
  if (value === null || value === undefined) return '(none)';
  if (Array.isArray(value)) return (value as readonly unknown[]).map(nested).join(', ') || '(none)';
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') return JSON.stringify(value);
  const parts = Object.entries(value).map(([name, part]) => `${name}: ${nested(part)}`);
  return parts.join('; ') || '(none)';
}

const nested = (value: unknown): string =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? `(${plainValue(value)})` : plainValue(value);
